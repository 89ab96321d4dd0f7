import { readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPage } from '@rnp-tools/browser-testing';
import { goldenValues } from './goldenValues.js';
import { partNames } from './suite.js';
import { within } from './within.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * A part that has not ended within `limit` seconds is a result that missed, and the next one gets a new browser: the old one may never answer.
 *
 * @param {{ task: import('./environments.js').Task, limit: number, parts?: readonly string[] }} options limit: in seconds; parts: see `runIn`
 * @returns {Promise<import('./environments.js').Outcome>} of a backend in Chromium
 */
export async function inBrowser({ backend, graphics, isolated }, chromium, { task, limit, parts }) {
  const folder = await mkdtemp(join(tmpdir(), 'rnp-conformance-'));
  const golden = goldenValues();
  const files = {
    ...wasmFiles(),
    ...modelFiles(),
    '/golden.json': join(folder, 'golden.json'),
    '/reference.json': here('../data/reference.json'),
  };
  await writeFile(files['/golden.json'], JSON.stringify(golden));
  const open = () =>
    openPage(here('./page.js'), chromium, {
      graphics: graphics ?? 'none',
      isolated: isolated === true,
      files,
    });
  let page = await open();
  const calls = async (name, ...args) => {
    const answer = await within(limit, page.call(name, ...args));
    if (answer !== undefined) return answer.value;
    await page.close();
    page = await open();
    await page.call('start', backend);
    return undefined;
  };
  try {
    const refused = await page.call('start', backend);
    if (refused !== null) return { skipped: refused, results: [] };
    if (task === 'accuracy') return { results: [], accuracy: await calls('accuracy') };
    if (task === 'speed') return { results: [], milliseconds: await calls('speed') };
    const results = [];
    for (const name of parts ?? partNames(golden)) {
      const started = performance.now();
      results.push(...((await calls('run', name)) ?? [unfinished(name, limit)]));
      process.stderr.write(`  ${name}: ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
    }
    return { results };
  } finally {
    await page.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns {import('./suite.js').Result} in place of those of a part that did not end */
function unfinished(name, limit) {
  return { group: 'none', name, ratio: Number.POSITIVE_INFINITY, where: '', unfinished: limit };
}

function wasmFiles() {
  const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
  const names = readdirSync(folder).filter((name) => name.endsWith('.wasm'));
  return Object.fromEntries(names.map((name) => [`/${name}`, join(folder, name)]));
}

function modelFiles() {
  const names = ['config.json', 'model.safetensors', 'card.json'];
  return Object.fromEntries(
    names.map((name) => [`/mnist/${name}`, here(`../../../packages/models/trained/mnist/${name}`)]),
  );
}
