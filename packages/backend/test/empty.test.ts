import { beforeAll, describe, expect, test } from '@jest/globals';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../src/index.js';

type Reduction = 'sum' | 'mean' | 'max' | 'min' | 'prod' | 'any' | 'all' | 'argMax' | 'argMin';

const smallest = -(2 ** 31);

beforeAll(async () => {
  await useBackend('wasm');
});

/** Memory that is free and full of 7.5. */
function dirt(): void {
  const held = Array.from({ length: 64 }, (_, i) => tf.fill([1 + (i % 8)], 7.5));
  tf.dispose(held.map((one) => tf.add(one, 0)));
  tf.dispose(held);
}

describe('what an axis without entries is reduced to on wasm', () => {
  test.each<[Reduction, 'float32' | 'int32' | 'bool', number, string]>([
    ['sum', 'float32', 0, 'float32'],
    ['sum', 'int32', 0, 'int32'],
    ['sum', 'bool', 0, 'int32'],
    ['mean', 'float32', Number.NaN, 'float32'],
    ['mean', 'int32', Number.NaN, 'float32'],
    ['mean', 'bool', Number.NaN, 'float32'],
    ['max', 'float32', Number.NEGATIVE_INFINITY, 'float32'],
    ['max', 'int32', smallest, 'int32'],
    ['max', 'bool', 0, 'bool'],
    ['min', 'float32', Number.POSITIVE_INFINITY, 'float32'],
    ['min', 'int32', -smallest - 1, 'int32'],
    ['min', 'bool', 1, 'bool'],
    ['prod', 'float32', 1, 'float32'],
    ['prod', 'int32', 1, 'int32'],
    ['prod', 'bool', 1, 'int32'],
    ['any', 'bool', 0, 'bool'],
    ['all', 'bool', 1, 'bool'],
    ['argMax', 'float32', 0, 'int32'],
    ['argMin', 'float32', 0, 'int32'],
  ])('%s of %s: %d', (name, dtype, value, type) => {
    const reduce = tf[name] as (x: tf.Tensor, axis?: number | null) => tf.Tensor;
    for (const [shape, axis, out] of [
      [[2, 0], 1, [2]],
      [[0], 0, []],
      [[0, 3], 0, [3]],
      [[0, 3], 1, [0]],
    ] as const) {
      tf.tidy(() => {
        const x = tf.zeros([...shape], dtype);
        dirt();
        const result = reduce(x, axis);
        expect([result.dtype, result.shape]).toEqual([type, out]);
        expect([...result.dataSync()]).toEqual(new Array(result.size).fill(value));
      });
    }
  });

  test('what stands on these, and kept axes', () => {
    tf.tidy(() => {
      const x = tf.zeros([2, 0]);
      dirt();
      expect([...tf.logSumExp(x, 1).dataSync()].every((value) => !(value > -1e30))).toBe(true);
      expect([...tf.norm(x, 'euclidean', 1).dataSync()]).toEqual([0, 0]);
      expect([...tf.moments(x, 1).variance.dataSync()]).toEqual([Number.NaN, Number.NaN]);
      expect(tf.max(x, 1, true).shape).toEqual([2, 1]);
      expect([...tf.min(tf.zeros([2, 0, 3]), [0, 1]).dataSync()]).toEqual(new Array(3).fill(Infinity));
    });
  });

  test('a product over no terms is 0, also with a bias and an activation', () => {
    tf.tidy(() => {
      const [a, b] = [tf.zeros([2, 0]), tf.zeros([0, 2])] as [tf.Tensor2D, tf.Tensor2D];
      dirt();
      expect([...tf.matMul(a, b).dataSync()]).toEqual([0, 0, 0, 0]);
      expect([...tf.fused.matMul({ a, b }).dataSync()]).toEqual([0, 0, 0, 0]);
      const bias = tf.tensor1d([-3, 5]);
      const sums = tf.fused.matMul({ a, b, bias, activation: 'relu' });
      expect([...sums.dataSync()]).toEqual([0, 5, 0, 5]);
      const turned = tf.fused.matMul({ a: tf.zeros([0, 2]), b, transposeA: true });
      expect([...turned.dataSync()]).toEqual([0, 0, 0, 0]);
    });
  });

  test('nothing is left', async () => {
    const x = tf.zeros([2, 0]) as tf.Tensor2D;
    const y = tf.zeros([0, 2]) as tf.Tensor2D;
    const leaked = await leakedTensors(() => {
      tf.dispose([tf.sum(x, 1), tf.max(x, 1), tf.fused.matMul({ a: x, b: y })]);
    });
    expect(leaked).toBe(0);
    tf.dispose([x, y]);
  });
});
