import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { expectOwnErrors, exportedFunctions } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import * as transformer from '../src/index.js';

const { place, zoom } = transformer;
const outputShape = [4, 4];
const rows = [
  [1, 0, 0],
  [0, 1, 0],
];

/** Calls with right arguments. */
function rightCalls(): Readonly<Record<string, readonly unknown[]>> {
  const [image, params, matrix] = [tf.ones([2, 3, 3, 1]), tf.zeros([2, 6]), tf.ones([2, 2, 3])];
  const frames = tf.zeros([2, 1, 2, 3]);
  return {
    affineMatrix: [params, 1],
    composeAffine: [matrix, matrix],
    composeMatrices: [rows, rows],
    inverseAffine: [matrix],
    invertMatrix: [rows],
    matrixOf: [[0, 0, 0, 0, 0, 0], 1],
    borderReach: [
      [1, 0, 0],
      [3, 4],
    ],
    place: [image, params, { scaleOffset: 1, outputShape }],
    placeSum: [image, matrix, { outputShape, children: 2, frames }],
    sampleAffine: [image, matrix, { outputShape, frames }],
    zoom: [image, params, { scaleOffset: 1, outputShape }],
  };
}

beforeAll(() => useBackend('wasm'));

test('every exported function is called below', () => {
  expect(Object.keys(rightCalls()).sort()).toEqual(exportedFunctions(transformer));
});

test.each(exportedFunctions(transformer))('%s throws its own errors and leaves no tensor', async (name) => {
  tf.engine().startScope();
  const call = (transformer as unknown as Record<string, (...all: unknown[]) => unknown>)[name]!;
  await expectOwnErrors(call, rightCalls()[name]!);
  tf.engine().endScope();
});

test.each([
  [
    'a misspelt option',
    { scaleOfset: 0.5, outputShape },
    /options\.scaleOfset: is an unknown option; there are scaleOffset, outputShape/,
  ],
  ['a missing option', { outputShape }, /options\.scaleOffset: must be given, not undefined/],
  ['no number', { scaleOffset: Number.NaN, outputShape }, /options\.scaleOffset: must be a number, not NaN/],
])('%s is refused by name', (_name, options, message) => {
  tf.tidy(() => {
    const [image, params] = [tf.ones([1, 3, 3, 1]), tf.zeros([1, 6])] as [tf.Tensor4D, tf.Tensor2D];
    for (const draw of [place, zoom]) {
      expect(() => draw(image, params, options as unknown as transformer.PlaceOptions)).toThrow(message);
    }
  });
});
