import { expect, test } from '@jest/globals';
import {
  createRandom,
  glorotUniform,
  initBatchNorm,
  initConvolution,
  initDense,
  initLayerNorm,
  sharedOptimiser,
} from '../src/index.js';

// No backend is started in this file.
const random = createRandom(1);
const convolution = { kernel: 3, stride: 1, pad: 1, input: 1, output: 2 };

test.each<[string, () => unknown]>([
  ['glorotUniform', () => glorotUniform([2, 3], 2, 3, random)],
  ['initDense', () => initDense(2, 3, random)],
  ['initLayerNorm', () => initLayerNorm(2)],
  ['initBatchNorm', () => initBatchNorm(2)],
  ['initConvolution', () => initConvolution(convolution, random)],
])('%s without a backend says what to call', (_, call) => {
  expect(call).toThrow(
    expect.objectContaining({
      code: 'RNP_BACKEND_MISSING',
      message: "no backend has been started; call await useBackend('wasm') of @rnp/backend first",
    }),
  );
});

test('a layer that fits no machine is refused by name', () => {
  expect(() => initDense(1e6, 1e6, random)).toThrow(
    expect.objectContaining({ code: 'RNP_CONFIG', path: 'outputs' }),
  );
  expect(() => initLayerNorm(1e10)).toThrow(expect.objectContaining({ code: 'RNP_CONFIG', path: 'size' }));
});

test('memory that is not shared is told what it must be', () => {
  expect(() => sharedOptimiser({} as WebAssembly.Memory)).toThrow(
    /^memory: must be a WebAssembly.Memory that is shared, not an object \(Object\)$/,
  );
});
