import { expect, test } from '@jest/globals';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import * as files from '../src/index.js';

const tensor = { shape: [2, 1], data: Float32Array.of(1, 2), dtype: 'F32' };
const notes = { model: 'mnist' };
const file = files.writeSafetensors({ a: tensor as files.TensorData }, notes);

/** Calls with right arguments. */
const rightCalls: Readonly<Record<string, readonly unknown[]>> = {
  isBytes: [file],
  parseJson: ['{}', 'a.json'],
  readSafetensors: [file, 'a.safetensors'],
  readSafetensorsHeader: [file, 'a.safetensors', file.length],
  withSafetensorsMetadata: [file, notes, 'a.safetensors'],
  writeSafetensors: [{ a: tensor }, notes],
};

test('every exported function is called below', () => {
  expect(Object.keys(rightCalls).sort()).toEqual(exportedFunctions(files));
});

test.each(exportedFunctions(files))('%s throws its own errors', async (name) => {
  await expectOwnErrors((files as unknown as Record<string, Call>)[name]!, rightCalls[name]!);
});

test('a tensor to write is looked at field by field', async () => {
  await expectOwnErrors((a) => files.writeSafetensors({ a } as never), [tensor]);
});
