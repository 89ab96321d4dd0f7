import { afterEach, expect, jest, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../src/index.js';

afterEach(() => void jest.restoreAllMocks());

test('the first tensor of cpu brings no advertisement of another backend', async () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  await useBackend('cpu');
  expect([...tf.tidy(() => tf.add(tf.tensor1d([1]), 1).dataSync())]).toEqual([2]);
  expect(warn).not.toHaveBeenCalled();
});
