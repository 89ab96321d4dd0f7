import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { gradientCheck, leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { type ComposedMaps, multiplyAlongPaths, plainComposeTree } from '../src/composedMaps.js';
import { distance, normals } from './smallDecoder.js';

/** Maps [children, 2, 3] of each level of a batch of trees with so many children a level. */
function mapsOf(batch: number, childrenPerLevel: readonly number[]): tf.Tensor3D[] {
  let n = batch;
  return childrenPerLevel.map((t, k) => {
    n *= t;
    return normals([n, 2, 3], 20 + k) as tf.Tensor3D;
  });
}

function levelByLevel(own: readonly tf.Tensor3D[]): ComposedMaps {
  const [leaves, frames] = plainComposeTree(own) as [tf.Tensor3D, tf.Tensor4D];
  return { leaves, frames };
}

function gradients(compose: (own: tf.Tensor3D[]) => ComposedMaps, maps: tf.Tensor3D[]): tf.Tensor[] {
  return tf.grads((...own: tf.Tensor[]) => {
    const { leaves } = compose(own as tf.Tensor3D[]);
    return tf.sum(tf.mul(leaves, normals(leaves.shape, 9)));
  })(maps);
}

describe.each(['cpu', 'wasm'] as const)('maps multiplied along the paths of a tree on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test.each([[[3]], [[2, 3]], [[1, 1]], [[2, 3, 2]], [[2, 2, 1, 3]]])(
    '%j children per level: leaves, frames and every gradient as level by level',
    (childrenPerLevel) => {
      tf.tidy(() => {
        const maps = mapsOf(2, childrenPerLevel);
        const got = multiplyAlongPaths(maps);
        if (childrenPerLevel.length === 1) {
          expect(got.frames).toBeUndefined();
          expect(distance(got.leaves, maps[0]!)).toBe(0);
          return;
        }
        const want = levelByLevel(maps);
        expect(got.leaves.shape).toEqual(want.leaves.shape);
        expect(got.frames!.shape).toEqual(want.frames!.shape);
        expect(distance(got.leaves, want.leaves)).toBeLessThan(1e-5);
        expect(distance(got.frames!, want.frames!)).toBeLessThan(1e-5);
        const slopes = gradients(multiplyAlongPaths, maps);
        gradients(levelByLevel, maps).forEach((expected, k) => {
          expect(slopes[k]!.shape).toEqual(expected.shape);
          expect(distance(slopes[k]!, expected)).toBeLessThan(1e-4);
        });
      });
    },
  );

  test('gradients by finite differences', () => {
    tf.tidy(() => {
      gradientCheck(
        (...own) => {
          const { leaves } = multiplyAlongPaths(own as tf.Tensor3D[]);
          return tf.sum(tf.mul(leaves, normals(leaves.shape, 9)));
        },
        mapsOf(2, [2, 3, 2]),
      );
    });
  });

  test('NaN stays below its own map', () => {
    tf.tidy(() => {
      const maps = mapsOf(1, [2, 2]);
      const poisoned = tf.add(
        maps[0]!,
        tf.tensor3d([0, 0, 0, 0, 0, 0, Number.NaN, 0, 0, 0, 0, 0], [2, 2, 3]),
      );
      const { leaves } = multiplyAlongPaths([poisoned as tf.Tensor3D, maps[1]!]);
      const bad = tf.reshape(tf.isNaN(leaves), [4, 6]).arraySync() as number[][];
      expect(bad.map((row) => row.some(Boolean))).toEqual([false, false, true, true]);
    });
  });

  test('leaves nothing behind, also when a single gradient is asked for', async () => {
    const maps = mapsOf(2, [2, 3]);
    const one = tf.grad((top: tf.Tensor) =>
      tf.sum(multiplyAlongPaths([top as tf.Tensor3D, maps[1]!]).leaves),
    );
    const all = (): void => tf.dispose(multiplyAlongPaths(maps) as unknown as tf.TensorContainer);
    expect(await leakedTensors(all)).toBe(0);
    expect(await leakedTensors(() => tf.dispose(one(maps[0]!)))).toBe(0);
    tf.dispose(maps);
  });
});
