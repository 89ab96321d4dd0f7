/**
 * Checks the built packages against a file of reference values, of the form of golden.json:
 *
 *   npm run golden -- golden.json
 *
 * Exit code: 0 nothing missed, 1 something did, 2 the file cannot be read or is not of that form.
 */
import { useBackend } from '@rnp/backend';
import { tfjsNodeFolder, tfjsNodeLoader } from '@rnp-tools/tensorflow';
import * as tf from '@tensorflow/tfjs-core';
import { FormError } from './form.js';
import { readGolden } from './goldenFile.js';
import { Row } from './row.js';
import { checkSections } from './sections.js';

const backends = ['cpu', 'wasm', ...(tfjsNodeFolder() === undefined ? [] : ['tensorflow'])];

const footnote =
  'passed, rounding: beyond the bound by at most twice what one float32 ulp in the inputs changes (tools/golden/README.md)';

/** Prints the report of a file; gives the exit code. */
async function check(path) {
  const { golden, notes } = readGolden(path);
  // The cpu backend would advise another backend.
  tf.env().set('PROD', true);
  const rows = [];
  console.log(Row.headings);
  for (const backend of backends) {
    await useBackend(backend, { load: tfjsNodeLoader() });
    for await (const row of checkSections(golden, backend)) {
      console.log(row.toString());
      rows.push(row);
    }
  }
  for (const note of notes) console.log(note);
  const ended = (verdict) => rows.filter((row) => row.verdict === verdict).length;
  if (ended('passed, rounding') > 0) console.log(footnote);
  const failed = ended('missed');
  console.log(`${rows.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

const paths = process.argv.slice(2);
if (paths.length !== 1 || paths[0].startsWith('-')) {
  const help = paths.length === 1 && ['--help', '-h'].includes(paths[0]);
  console[help ? 'log' : 'error'](
    'usage: npm run golden -- FILE\n\nFILE holds reference values in the form of golden.json.',
  );
  process.exitCode = help ? 0 : 2;
} else {
  try {
    process.exitCode = await check(paths[0]);
  } catch (error) {
    if (!(error instanceof FormError)) throw error;
    console.error(`${paths[0]}: ${error.message}`);
    process.exitCode = 2;
  }
}
