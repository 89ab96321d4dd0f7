import { beforeAll, describe, expect, test } from '@jest/globals';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../src/index.js';

describe('clones and casts on wasm share their data', () => {
  beforeAll(() => useBackend('wasm'));

  test('a clone has the values, its own shape and outlives the original', () => {
    const before = tf.memory();
    const x = tf.tensor2d([1, 2, 3, 4], [2, 2]);
    const clone = tf.clone(x);
    const row = tf.reshape(clone, [4]);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers + 1);
    x.dispose();
    clone.dispose();
    expect([...row.dataSync()]).toEqual([1, 2, 3, 4]);
    row.dispose();
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
    expect(tf.memory().numTensors).toBe(before.numTensors);
  });

  test('a cast to the same type shares, to another converts', () => {
    tf.tidy(() => {
      const x = tf.tensor1d([1.7, -2.2]);
      const buffers = tf.memory().numDataBuffers;
      const same = tf.cast(x, 'float32');
      expect(tf.memory().numDataBuffers).toBe(buffers);
      expect([...same.dataSync()]).toEqual([...x.dataSync()]);
      expect([...tf.cast(x, 'int32').dataSync()]).toEqual([1, -2]);
      expect([...tf.cast(tf.tensor1d([0, 3], 'int32'), 'float32').dataSync()]).toEqual([0, 3]);
    });
  });

  test('gradients through clones', () => {
    tf.tidy(() => {
      const slope = tf.grad((x) => tf.sum(tf.square(tf.add(tf.clone(x), x))))(tf.tensor1d([1, 2]));
      expect([...slope.dataSync()]).toEqual([8, 16]);
    });
  });
});
