import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { keptObjects } from '../src/kept.js';
import type { Slot } from '../src/slot.js';

beforeAll(() => useBackend('wasm'));

/** Slots of one scene of 4×4 pixels, of which each draws the rows from one on with this brightness. */
function slotsOf(...rows: readonly (readonly [from: number, value: number])[]): Slot[] {
  return rows.map(([from, value]) => ({
    present: tf.ones([1]),
    places: { x: tf.zeros([1, 1]), y: tf.zeros([1, 1]) },
    drawings: drawing(from, value),
    first: { images: tf.zeros([1, 4, 4, 1]), by: tf.zeros([1], 'int32') },
  }));
}

function drawing(from: number, value: number): tf.Tensor4D {
  return tf.tensor4d(
    Array.from({ length: 16 }, (_, at) => (at >= 4 * from ? value : 0)),
    [1, 4, 4, 1],
  );
}

const kept = (canvas: tf.Tensor4D, slots: readonly Slot[], cost: number): number[] =>
  keptObjects(canvas, slots, cost).map((present) => present.dataSync()[0]!);

test('of two objects that draw the same one stays', () => {
  const stay = kept(drawing(0, 1), slotsOf([0, 1], [0, 1]), 1);
  expect(stay.reduce((sum, is) => sum + is)).toBe(1);
});

test('what saves more than its cost stays, and what saves less goes', () => {
  // The second draws what a quarter of the first has left out: half of four pixels' squared error, 2.
  const slots = slotsOf([1, 1], [0, 0]);
  slots[1] = { ...slots[1]!, drawings: tf.sub(drawing(0, 1), drawing(1, 1)) };
  expect(kept(drawing(0, 1), slots, 1.9)).toEqual([1, 1]);
  expect(kept(drawing(0, 1), slots, 2.1)).toEqual([1, 0]);
  expect(kept(drawing(0, 1), slots, 100)).toEqual([0, 0]);
});
