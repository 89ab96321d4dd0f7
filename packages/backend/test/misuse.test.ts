import { beforeAll, expect, test } from '@jest/globals';
import { type Call, expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import * as backend from '../src/index.js';

const window = {
  kernel: [2, 2],
  strides: [1, 1],
  pad: [
    [0, 0],
    [0, 0],
  ],
};

const form = backend.kernelForm('cpu', { forward: () => [] }, () => false);

/** Calls with right arguments. */
function rightCalls(): Readonly<Record<string, readonly unknown[]>> {
  return {
    addAll: [[tf.ones([2]), tf.ones([2])]],
    col2im: [tf.ones([1, 2, 2, 8]), { ...window, imageShape: [3, 3, 2] }],
    copyOut: [tf.ones([2]), new Float32Array(2)],
    cosine: [tf.ones([2])],
    defineOp: [{ name: 'none', plain: () => tf.scalar(1), wasm: form, gradient: { compute: () => ({}) } }],
    im2col: [tf.ones([1, 3, 3, 2]), window],
    kernelForm: ['cpu', { forward: () => [] }, () => false],
    prepareBackend: [],
    requireBackend: [],
    sideModule: [{ name: 'none', base64: '', kernels: () => [] }],
    sine: [tf.ones([2])],
    startBackend: ['wasm'],
    traceOps: [],
    turnOfTheLoop: [],
    useBackend: ['wasm', { signal: new AbortController().signal, load: {}, wasmPaths: '/' }],
    usedWasmPaths: [],
  };
}

beforeAll(async () => {
  await backend.useBackend('wasm');
});

test('every exported function is called below', () => {
  expect(Object.keys(rightCalls()).sort()).toEqual(exportedFunctions(backend));
});

test.each(exportedFunctions(backend))('%s throws its own errors and leaves no tensor', async (name) => {
  const call = (backend as unknown as Record<string, Call>)[name]!;
  await expectOwnErrors(call, rightCalls()[name]!);
});

test.each([
  [() => backend.useBackend(3 as never), /a backend's name or a list of names is expected, not 3/],
  [() => backend.useBackend([3] as never), /no backend is called 3/],
  [() => backend.useBackend('wasm', { signal: 3 as never }), /options\.signal: must be an AbortSignal/],
])('%p says what is expected and what was given', async (call, message) => {
  await expect(call()).rejects.toThrow(message);
});

test('options that are null and taken for none are a fault of what is tried so', async () => {
  const lenient: Call = (options) => (options as { a?: number } | null)?.a ?? 1;
  await expect(expectOwnErrors(lenient, [{ a: 1 }])).rejects.toThrow(/argument 0 = null: is accepted/);
});
