import { readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPage } from '@rnp-tools/browser-testing';
import { goldenValues } from './goldenValues.js';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** @returns {Promise<import('./environments.js').Outcome>} of a backend in Chromium */
export async function inBrowser(
  { backend, graphics, isolated, without = null },
  chromium,
  { speed = false } = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'rnp-conformance-'));
  const golden = join(folder, 'golden.json');
  await writeFile(golden, JSON.stringify(goldenValues()));
  const page = await openPage(here('./page.js'), chromium, {
    ...(graphics === undefined ? {} : { graphics }),
    isolated: isolated === true,
    files: {
      ...wasmFiles(),
      ...modelFiles(),
      '/golden.json': golden,
      '/reference.json': here('../data/reference.json'),
    },
  });
  try {
    const refused = await page.call('start', backend);
    if (refused !== null) return { skipped: refused, results: [] };
    if (speed) return { results: [], milliseconds: await page.call('speed') };
    return { results: await page.call('run', without) };
  } finally {
    await page.close();
    await rm(folder, { recursive: true, force: true });
  }
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
