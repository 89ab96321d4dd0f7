import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import {
  affineMatrix,
  composeAffine,
  inverseAffine,
  place,
  placeSum,
  sampleAffine,
  zoom,
} from '../src/index.js';

beforeAll(async () => {
  await useBackend('wasm');
});

const outputShape = [6, 6] as const;
const image = (...shape: number[]): tf.Tensor4D => tf.zeros<tf.Rank>(shape as [number]) as tf.Tensor4D;
const matrix = (...shape: number[]): tf.Tensor3D => tf.zeros<tf.Rank>(shape as [number]) as tf.Tensor3D;
const params = (...shape: number[]): tf.Tensor2D => tf.zeros<tf.Rank>(shape as [number]) as tf.Tensor2D;

const cases: readonly (readonly [string, string, () => unknown])[] = [
  ['params', '[2, 5]', () => affineMatrix(params(2, 5), 1)],
  ['params', '[6]', () => affineMatrix(params(6), 1)],
  ['matrix', '[2, 3, 3]', () => inverseAffine(matrix(2, 3, 3))],
  ['first', '[2, 6]', () => composeAffine(matrix(2, 6), matrix(2, 2, 3))],
  ['second', '[3, 2, 3]', () => composeAffine(matrix(2, 2, 3), matrix(3, 2, 3))],
  ['image', '[6, 6, 1]', () => place(image(6, 6, 1), params(1, 6), { scaleOffset: 1, outputShape })],
  ['image', '[2, 0, 6, 1]', () => zoom(image(2, 0, 6, 1), params(2, 6), { scaleOffset: 1, outputShape })],
  ['params', '[3, 6]', () => place(image(2, 6, 6, 1), params(3, 6), { scaleOffset: 1, outputShape })],
  ['params', '[3, 6]', () => zoom(image(2, 6, 6, 1), params(3, 6), { scaleOffset: 1, outputShape })],
  ['matrix', '[1, 2, 3]', () => sampleAffine(image(2, 6, 6, 1), matrix(1, 2, 3), { outputShape })],
  [
    'options.outputShape',
    '[6, 0]',
    () => sampleAffine(image(2, 6, 6, 1), matrix(2, 2, 3), { outputShape: [6, 0] }),
  ],
  [
    'options.outputShape',
    '[6, 1.5]',
    () => place(image(2, 6, 6, 1), params(2, 6), { scaleOffset: 1, outputShape: [6, 1.5] }),
  ],
  [
    'options.frames',
    '[2, 2, 3]',
    () => sampleAffine(image(2, 6, 6, 1), matrix(2, 2, 3), { outputShape, frames: image(2, 2, 3) }),
  ],
  [
    'options.frames',
    '[3, 1, 2, 3]',
    () =>
      placeSum(image(2, 6, 6, 1), matrix(2, 2, 3), { outputShape, children: 1, frames: image(3, 1, 2, 3) }),
  ],
  [
    'options.border',
    'the string "torn"',
    () => sampleAffine(image(2, 6, 6, 1), matrix(2, 2, 3), { outputShape, border: 'torn' as 'soft' }),
  ],
  ['options.children', '3', () => placeSum(image(4, 6, 6, 1), matrix(4, 2, 3), { outputShape, children: 3 })],
  ['options.children', '0', () => placeSum(image(4, 6, 6, 1), matrix(4, 2, 3), { outputShape, children: 0 })],
];

test.each(cases)('%s of shape %s is refused by name, and nothing leaks', (path, has, call) => {
  tf.engine().startScope();
  try {
    call();
    throw new Error('nothing was thrown');
  } catch (error) {
    expect(error).toBeInstanceOf(RnpError);
    expect(error).toMatchObject({ name: 'RnpError', code: 'RNP_SHAPE', path });
    const { message } = error as Error;
    expect([message.startsWith(`${path}: must be `), message.endsWith(`, not ${has}`)]).toEqual([true, true]);
  } finally {
    tf.engine().endScope();
  }
});

test('refusing leaves only the arguments behind', () => {
  const before = tf.memory().numTensors;
  const [x, p] = [image(2, 6, 6, 1), params(3, 6)];
  expect(() => place(x, p, { scaleOffset: 1, outputShape })).toThrow(
    expect.objectContaining({ code: 'RNP_SHAPE' }),
  );
  expect(() => sampleAffine(x, matrix(2, 2, 3), { outputShape: [0, 1] })).toThrow(
    expect.objectContaining({ code: 'RNP_SHAPE' }),
  );
  expect(tf.memory().numTensors - before).toBe(3);
});

test.each(['cpu', 'wasm'] as const)('an empty batch gives an empty canvas on %s', async (backend) => {
  await useBackend(backend);
  tf.tidy(() => {
    const placed = place(image(0, 6, 6, 1), params(0, 6), { scaleOffset: 1, outputShape: [4, 5] });
    expect(placed.shape).toEqual([0, 4, 5, 1]);
  });
});
