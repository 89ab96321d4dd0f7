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
});

describe.each(['wasm', 'cpu'] as const)('what gradients need on %s', (backend) => {
  beforeAll(() => useBackend(backend));

  test('gradients through clones', () => {
    tf.tidy(() => {
      const slope = tf.grad((x) => tf.sum(tf.square(tf.add(tf.clone(x), x))))(tf.tensor1d([1, 2]));
      expect([...slope.dataSync()]).toEqual([8, 16]);
    });
  });

  test('is kept without a kernel call, and nothing of it stays', async () => {
    const x = tf.tensor1d([1, 2]);
    const before = tf.memory();
    const cube = tf.customGrad((input, save) => {
      (save as (tensors: tf.Tensor[]) => void)([input as tf.Tensor]);
      return {
        value: tf.mul(input as tf.Tensor, tf.square(input as tf.Tensor)),
        gradFunc: (dy: tf.Tensor, [kept]: tf.Tensor[]) => tf.mul(dy, tf.mul(tf.square(kept!), 3)),
      };
    });
    const slope = tf.grad((input) => tf.sum(tf.mul(cube(input), tf.exp(tf.mul(input, 0)))));
    const { kernelNames, result } = await tf.profile(() => slope(x));
    expect(kernelNames).toContain('Exp');
    expect(kernelNames).not.toContain('Identity');
    expect([...(result as unknown as tf.Tensor).dataSync()]).toEqual([3, 12]);
    tf.dispose(result as unknown as tf.Tensor);
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
    x.dispose();
  });

  test('second derivatives go through what was kept', () => {
    tf.tidy(() => {
      const square = (x: tf.Tensor): tf.Tensor => tf.mul(x, x);
      const cube = (x: tf.Tensor): tf.Tensor => tf.mul(square(x), x);
      const curvature = tf.grad((x) => tf.sum(tf.grad((y) => tf.sum(cube(y)))(x)));
      expect([...curvature(tf.tensor1d([1, 2])).dataSync()]).toEqual([6, 12]);
      // The inner derivative leads back through what the outer one has kept already.
      const mixed = tf.grad((x) => {
        const outer = square(x);
        return tf.sum(tf.mul(outer, tf.grad((y) => tf.sum(tf.mul(cube(y), outer)))(x)));
      });
      // x² times the derivative of x³·x², 5 x⁶, whose own is 30 x⁵.
      expect([...mixed(tf.tensor1d([1, 2])).dataSync()]).toEqual([30, 960]);
    });
  });
});
