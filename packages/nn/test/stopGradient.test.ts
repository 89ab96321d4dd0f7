import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { stopGradient } from '../src/index.js';

beforeAll(() => useBackend('cpu'));

test('what is computed inside is a constant to a gradient', async () => {
  const x = tf.tensor1d([2, 3]);
  const slope = (): tf.Tensor =>
    tf.grad((y) =>
      tf.sum(
        tf.mul(
          y,
          stopGradient(() => tf.square(y)),
        ),
      ),
    )(x);
  expect([...tf.tidy(slope).dataSync()]).toEqual([4, 9]);
  expect(await leakedTensors(() => slope().dispose())).toBe(0);
});
