import { beforeAll, describe, expect, test } from '@jest/globals';
import { gradientCheck, leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../src/index.js';
import { random } from './oracle.js';

describe.each(['cpu', 'wasm'] as const)('gather on %s', (name) => {
  beforeAll(async () => {
    await useBackend(name);
  });

  test('is differentiable on every axis', () => {
    const x = random([4, 3, 5], 1);
    const indices = tf.tensor1d([2, 0, 2], 'int32');
    for (const axis of [0, 1, 2]) {
      gradientCheck((input) => tf.sum(tf.square(tf.gather(input, indices, axis))), [x]);
    }
    const perItem = tf.tensor2d([[1], [0], [2], [2]], [4, 1], 'int32');
    gradientCheck((input) => tf.sum(tf.square(tf.gather(input, perItem, 1, 1))), [x]);
    tf.dispose([x, indices, perItem]);
  });

  test('takes rows in any order, of any dtype', () => {
    tf.tidy(() => {
      const ids = tf.tensor1d([2, 0, 2], 'int32');
      const rows = [1, 2, 3, 4, 5, 6];
      expect([...tf.gather(tf.tensor2d(rows, [3, 2]), ids).dataSync()]).toEqual([5, 6, 1, 2, 5, 6]);
      expect([...tf.gather(tf.tensor2d(rows, [2, 3], 'int32'), ids, 1).dataSync()]).toEqual([
        3, 1, 3, 6, 4, 6,
      ]);
      expect([...tf.gather(tf.tensor1d([1, 0, 0], 'bool'), ids).dataSync()]).toEqual([0, 1, 0]);
      expect(tf.gather(tf.zeros([3, 0]), ids).shape).toEqual([3, 0]);
      const batched = tf.gather(tf.tensor2d(rows, [3, 2]), tf.tensor2d([1, 0, 1], [3, 1], 'int32'), 1, 1);
      expect(batched.shape).toEqual([3, 1]);
      expect([...batched.dataSync()]).toEqual([2, 3, 6]);
    });
  });

  test('an index out of range throws and leaks nothing', async () => {
    const x = tf.ones([3, 2]);
    const ids = tf.tensor1d([0, 3], 'int32');
    const attempt = (): void => {
      expect(() => tf.gather(x, ids)).toThrow(/index(?: value)? 3/);
    };
    expect(await leakedTensors(attempt)).toBe(0);
    tf.dispose([x, ids]);
  });
});
