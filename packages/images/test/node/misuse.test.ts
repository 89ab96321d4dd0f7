import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import { encode } from 'fast-png';
import { defaultPreprocessing } from '../../src/index.js';
import * as node from '../../src/node/index.js';

const here = process.cwd();
const dir = await mkdtemp(join(tmpdir(), 'rnp-misuse-'));
const path = join(dir, 'a.png');
const png = encode({ width: 2, height: 1, channels: 1, data: Uint8Array.of(0, 255) });
const { signal } = new AbortController();
const decoding = { background: 'auto', limits: { maxPixels: 100 }, signal };

beforeAll(async () => {
  // Names such as `text` are those of files here.
  process.chdir(dir);
  await writeFile(path, png);
});
afterAll(async () => {
  process.chdir(here);
  await rm(dir, { recursive: true });
});

/** Calls with right arguments. */
const rightCalls: Readonly<Record<string, readonly unknown[]>> = {
  decodeStoppable: [png, { ...decoding, path: 'a.png' }],
  prepareStoppable: [
    png,
    defaultPreprocessing([2, 2, 1]),
    { path: 'a.png', limits: { maxPixels: 100 }, signal },
  ],
  readFileBounded: [path, { name: 'a.png', maxBytes: 1000, signal }],
  readImage: [path, { ...decoding, name: 'a.png' }],
  readPreparedImage: [
    path,
    defaultPreprocessing([2, 2, 1]),
    { name: 'a.png', limits: { maxPixels: 100 }, signal },
  ],
};

test('every exported function is called below', () => {
  expect(Object.keys(rightCalls).sort()).toEqual(exportedFunctions(node));
});

test.each(exportedFunctions(node))('%s throws its own errors', async (name) => {
  await expectOwnErrors((node as unknown as Record<string, Call>)[name]!, rightCalls[name]!);
});
