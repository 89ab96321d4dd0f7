import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import * as node from '../../src/node/index.js';
import { saveCheckpoint, saveModelFolder } from '../../src/node/index.js';

const files = { 'config.json': Uint8Array.of(123, 125), 'model.safetensors': Uint8Array.of(1) };
const here = process.cwd();
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rnp-misuse-'));
  // Names such as `text` are those of folders here.
  process.chdir(dir);
  await saveModelFolder(join(dir, 'model'), files);
  await saveCheckpoint(dir, content);
});
afterAll(async () => {
  process.chdir(here);
  await rm(dir, { recursive: true });
});

const content = { step: 1, weights: Uint8Array.of(1), adam: Uint8Array.of(2), json: { seed: 1 } };

/** Calls with right arguments. */
const rightCalls = (): Readonly<Record<string, readonly unknown[]>> => ({
  hasCheckpoint: [dir],
  loadCheckpoint: [dir],
  loadModelFolder: [join(dir, 'model')],
  saveCheckpoint: [dir, content],
  saveModelFolder: [join(dir, 'model'), files],
});

test('every exported function is called below', () => {
  expect(Object.keys(rightCalls()).sort()).toEqual(exportedFunctions(node));
});

test.each(exportedFunctions(node))('%s throws its own errors', async (name) => {
  await expectOwnErrors((node as unknown as Record<string, Call>)[name]!, rightCalls()[name]!, ['json']);
});
