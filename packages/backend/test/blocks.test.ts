import { beforeAll, describe, expect, test } from '@jest/globals';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { useBackend } from '../src/index.js';

const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 });
const dtypes = fc.constantFrom('float32' as const, 'int32' as const);

/** 0, 1, 2, ... in a shape: each value names its place. */
const numbered = (shape: number[], dtype: 'float32' | 'int32'): tf.Tensor =>
  tf.tensor(
    Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => i),
    shape,
    dtype,
  );

/** The values at the places that `locate` names, for each place of `shape`. */
function picked(shape: number[], from: number[], locate: (place: number[]) => number[]): number[] {
  const strides = tf.util.computeStrides([...from, 1]);
  return Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) =>
    locate(tf.util.indexToLoc(i, shape.length, tf.util.computeStrides(shape))).reduce(
      (sum, at, axis) => sum + at * strides[axis]!,
      0,
    ),
  );
}

describe.each(['cpu', 'wasm'] as const)('blocks of values on %s', (backend) => {
  beforeAll(async () => {
    await useBackend(backend);
  });

  test('slice, any rank', () => {
    const boxes = shapes.chain((shape) =>
      fc.record({
        shape: fc.constant(shape),
        dtype: dtypes,
        box: fc.tuple(
          ...shape.map((length) =>
            fc
              .nat(length - 1)
              .chain((begin) => fc.tuple(fc.constant(begin), fc.integer({ min: 0, max: length - begin }))),
          ),
        ),
      }),
    );
    fc.assert(
      fc.property(boxes, ({ shape, dtype, box }) => {
        const begin = box.map(([at]) => at);
        const size = box.map(([, length]) => length);
        tf.tidy(() => {
          const part = tf.slice(numbered(shape, dtype), begin, size);
          expect(part.shape).toEqual(size);
          expect(part.dtype).toBe(dtype);
          expect([...part.dataSync()]).toEqual(
            picked(size, shape, (place) => place.map((at, i) => at + begin[i]!)),
          );
        });
      }),
      { numRuns: 200 },
    );
  });

  test('tile, any rank', () => {
    const tilings = shapes.chain((shape) =>
      fc.record({
        shape: fc.constant(shape.slice(0, 4)),
        dtype: dtypes,
        reps: fc.tuple(...shape.slice(0, 4).map(() => fc.integer({ min: 1, max: 3 }))),
      }),
    );
    fc.assert(
      fc.property(tilings, ({ shape, dtype, reps }) => {
        tf.tidy(() => {
          const tiled = tf.tile(numbered(shape, dtype), reps);
          const to = shape.map((length, i) => length * reps[i]!);
          expect(tiled.shape).toEqual(to);
          expect([...tiled.dataSync()]).toEqual(
            picked(to, shape, (place) => place.map((at, i) => at % shape[i]!)),
          );
        });
      }),
      { numRuns: 100 },
    );
  });

  test('split and unstack put together again are the whole', () => {
    fc.assert(
      fc.property(shapes, dtypes, fc.nat(5), (shape, dtype, choice) => {
        const axis = choice % shape.length;
        tf.tidy(() => {
          const x = numbered(shape, dtype);
          const first = Math.min(1, shape[axis]!);
          const parts = tf.split(x, [first, shape[axis]! - first], axis);
          expect([...tf.concat(parts, axis).dataSync()]).toEqual([...x.dataSync()]);
          const pieces = tf.unstack(x, axis);
          expect(pieces[0]!.shape).toEqual(shape.filter((_, i) => i !== axis));
          expect([...tf.stack(pieces, axis).dataSync()]).toEqual([...x.dataSync()]);
        });
      }),
      { numRuns: 100 },
    );
  });

  test('a tile over several axes, strings, booleans and a bad slice leak nothing', async () => {
    const x = numbered([2, 3, 2], 'float32');
    const leaked = await leakedTensors(() => {
      tf.dispose(tf.tile(x, [2, 2, 2]));
      tf.dispose(tf.split(x, 3, 1));
      expect(() => tf.slice(x, [0, 0, 0], [3, 1, 1])).toThrow();
      tf.tidy(() => {
        expect([...tf.tile(tf.tensor1d([true, false]), [2]).dataSync()]).toEqual([1, 0, 1, 0]);
        expect([...tf.slice(tf.tensor1d([true, false, true]), 1, 2).dataSync()]).toEqual([0, 1]);
        expect(tf.slice(tf.tensor1d(['a', 'b']), 1, 1).dataSync()).toEqual(['b']);
        expect(tf.tile(tf.zeros([0, 2]), [2, 2]).shape).toEqual([0, 4]);
      });
    });
    expect(leaked).toBe(0);
    x.dispose();
  });
});
