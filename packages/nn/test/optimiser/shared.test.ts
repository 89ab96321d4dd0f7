import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { adamUpdate, sharedOptimiser } from '../../src/index.js';

const n = 11;

/** Values of both signs without a pattern in fours. */
const values = (seed: number): Float32Array =>
  Float32Array.from({ length: n }, (_, i) => Math.sin(seed + i * i));

beforeAll(() => useBackend('wasm'));

test('an update in shared memory is that of tensors to the last bit', () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
  const at = { value: 0, gradient: 64, first: 128, second: 192, factor: 256 };
  const view = (offset: number, length = n): Float32Array => new Float32Array(memory.buffer, offset, length);
  view(at.value).set(values(1));
  view(at.gradient).set(values(2));
  view(at.first).set(values(3));
  view(at.second).set(values(4).map(Math.abs));
  view(at.factor, 1)[0] = 0.5;
  const settings = { learningRate: 0.01, clipValue: 0.4 };
  tf.tidy(() => {
    const tensor = (offset: number): tf.Tensor => tf.tensor1d(view(offset).slice());
    const state = { first: { w: tensor(at.first) }, second: { w: tensor(at.second) }, updates: 2 };
    const next = adamUpdate({ w: tensor(at.value) }, { w: tensor(at.gradient) }, state, {
      ...settings,
      factor: tf.scalar(0.5),
    });
    sharedOptimiser(memory).adam(n, at, 3, settings);
    expect(view(at.value).slice()).toEqual(next.parameters.w!.dataSync());
    expect(view(at.first).slice()).toEqual(next.state.first.w!.dataSync());
    expect(view(at.second).slice()).toEqual(next.state.second.w!.dataSync());
  });
});
