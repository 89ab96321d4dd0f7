import { useBackend } from '@rnp/backend';
import { tfjsNodeFolder, tfjsNodeLoader } from '@rnp-tools/tensorflow';
import * as tf from '@tensorflow/tfjs-core';
import { FormError } from './form.js';
import { readGolden } from './goldenFile.js';
import { Row } from './row.js';
import { checkSections } from './sections.js';

const footnote =
  'passed, rounding: beyond the bound by at most twice what one float32 ulp in the inputs changes (tools/golden/README.md)';

/** Prints the report of a file; gives the exit code. */
async function check(path, { log }) {
  const backends = ['cpu', 'wasm', ...(tfjsNodeFolder() === undefined ? [] : ['tensorflow'])];
  const { golden, notes } = readGolden(path);
  // The cpu backend would advise another backend.
  tf.env().set('PROD', true);
  const rows = [];
  log(Row.headings);
  for (const backend of backends) {
    await useBackend(backend, { load: tfjsNodeLoader() });
    for await (const row of checkSections(golden, backend)) {
      log(row.toString());
      rows.push(row);
    }
  }
  for (const note of notes) log(note);
  const ended = (verdict) => rows.filter((row) => row.verdict === verdict).length;
  if (ended('passed, rounding') > 0) log(footnote);
  const failed = ended('missed');
  log(`${rows.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/**
 * @param {readonly string[]} paths what stands on the command line: one file
 * @param {Pick<Console, 'log' | 'error'>} output
 * @returns {Promise<number>} the exit code
 */
export async function golden(paths, output) {
  if (paths.length !== 1 || paths[0].startsWith('-')) {
    const help = paths.length === 1 && ['--help', '-h'].includes(paths[0]);
    output[help ? 'log' : 'error'](
      'usage: npm run golden -- FILE\n\nFILE holds reference values in the form of golden.json.',
    );
    return help ? 0 : 2;
  }
  try {
    return await check(paths[0], output);
  } catch (error) {
    if (!(error instanceof FormError)) throw error;
    output.error(`${paths[0]}: ${error.message}`);
    return 2;
  }
}
