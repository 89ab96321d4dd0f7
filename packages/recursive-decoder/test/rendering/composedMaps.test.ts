import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { distance, gradientCheck, leakedTensors, normals } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { multiplyAlongPaths } from '../../src/rendering/composedMaps.js';

/** Maps [children, 2, 3] of each level of a batch of trees with so many children a level. */
function mapsOf(batch: number, childrenPerLevel: readonly number[]): tf.Tensor3D[] {
  let n = batch;
  return childrenPerLevel.map((t, k) => {
    n *= t;
    return normals([n, 2, 3], 20 + k) as tf.Tensor3D;
  });
}

/** A map [a, b, c; d, e, f] as its six numbers. */
type Map6 = readonly number[];

/** First one map, then the other. */
function then([a, b, c, d, e, f]: Map6, [k, l, m, n, o, p]: Map6): Map6 {
  return [
    ...[k! * a! + l! * d!, k! * b! + l! * e!, k! * c! + l! * f! + m!],
    ...[n! * a! + o! * d!, n! * b! + o! * e!, n! * c! + o! * f! + p!],
  ];
}

/** Of each leaf the maps to its ancestors and to itself, top first, in float64. */
function pathsOf(own: readonly (readonly Map6[])[]): Map6[][] {
  return own.at(-1)!.map((_, leaf) => {
    const path: Map6[] = [];
    for (const [level, maps] of own.entries()) {
      const map = maps[Math.floor((leaf * maps.length) / own.at(-1)!.length)]!;
      path.push(level === 0 ? map : then(path[level - 1]!, map));
    }
    return path;
  });
}

/**
 * The gradient of Σ upstream · maps, of each leaf its frames' and its own, in every map's numbers: each path is linear in each of
 * them, so a step of 1 gives it.
 */
function slopesOf(own: readonly (readonly Map6[])[], upstream: readonly number[]): number[][] {
  const total = (maps: readonly (readonly Map6[])[]): number =>
    pathsOf(maps)
      .flat(2)
      .reduce((sum, value, i) => sum + value * upstream[i]!, 0);
  const before = total(own);
  return own.map((maps, level) =>
    maps.flatMap((map, at) =>
      map.map((value, i) => {
        const moved = own.map((list) => [...list]);
        moved[level]![at] = map.with(i, value + 1);
        return total(moved) - before;
      }),
    ),
  );
}

function off(got: tf.Tensor, want: readonly number[]): number {
  return distance(tf.reshape(got, [want.length]), tf.tensor1d([...want]));
}

describe.each(['cpu', 'wasm'] as const)('maps multiplied along the paths of a tree on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test.each([[[3]], [[2, 3]], [[1, 1]], [[2, 3, 2]], [[2, 2, 1, 3]]])(
    '%j children per level: leaves, frames and every gradient as in float64',
    (childrenPerLevel) => {
      tf.tidy(() => {
        const maps = mapsOf(2, childrenPerLevel);
        const got = multiplyAlongPaths(maps);
        if (childrenPerLevel.length === 1) {
          expect(got.frames).toBeUndefined();
          expect(distance(got.leaves, maps[0]!)).toBe(0);
          return;
        }
        const own = maps.map((map) => (tf.reshape(map, [-1, 6]) as tf.Tensor2D).arraySync());
        const paths = pathsOf(own);
        expect(got.leaves.shape).toEqual(maps.at(-1)!.shape);
        expect(got.frames!.shape).toEqual([paths.length, childrenPerLevel.length - 1, 2, 3]);
        expect(
          off(
            got.leaves,
            paths.flatMap((path) => path.at(-1)!),
          ),
        ).toBeLessThan(1e-5);
        expect(
          off(
            got.frames!,
            paths.flatMap((path) => path.slice(0, -1).flat()),
          ),
        ).toBeLessThan(1e-5);
        const upstream = normals([paths.length, maps.length, 2, 3], 9);
        const slopes = tf.grads((...all: tf.Tensor[]) => {
          const { leaves, frames } = multiplyAlongPaths(all as tf.Tensor3D[]);
          return tf.sum(tf.mul(tf.concat([frames!, tf.expandDims(leaves, 1)], 1), upstream));
        })(maps);
        slopesOf(own, Array.from(upstream.dataSync())).forEach((expected, k) => {
          expect(slopes[k]!.shape).toEqual(maps[k]!.shape);
          expect(off(slopes[k]!, expected)).toBeLessThan(1e-4);
        });
      });
    },
  );

  test('gradients by finite differences', () => {
    tf.tidy(() => {
      gradientCheck(
        (...own) => {
          const { leaves, frames } = multiplyAlongPaths(own as tf.Tensor3D[]);
          const both = tf.concat([frames!, tf.expandDims(leaves, 1)], 1);
          return tf.sum(tf.mul(both, normals(both.shape, 9)));
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
