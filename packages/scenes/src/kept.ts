// n scenes, s slots
import * as tf from '@tensorflow/tfjs-core';
import { drawnTogether, halfSquaredErrors, type Slot } from './slot.js';

/**
 * Takes objects away whose loss costs less energy than they do, the one that is missed least first: what was found early may be explained
 * by what was found later.
 *
 * @param canvases [n, h, w, c]
 * @returns for each slot which objects stay, [n]; the caller owns the tensors
 */
export function keptObjects(canvases: tf.Tensor4D, slots: readonly Slot[], cost: number): tf.Tensor1D[] {
  return tf.tidy(() => {
    let present = tf.stack(slots.map((slot) => slot.present)) as tf.Tensor2D;
    const numbers = tf.reshape(tf.range(0, slots.length, 1, 'int32'), [-1, 1]);
    for (let round = 0; round < slots.length; round++) {
      const standing = withPresence(slots, present);
      // What is not there is not missed, and not taken away.
      const missed = tf.where(tf.greater(present, 0), savedBy(canvases, standing), Number.MAX_VALUE);
      // One alone, also where two are missed alike, as are two that draw the same.
      const isLeast = tf.equal(numbers, tf.argMin(missed, 0));
      present = tf.where(tf.logicalAnd(tf.lessEqual(missed, cost), isLeast), 0, present);
    }
    return tf.unstack(present) as tf.Tensor1D[];
  });
}

/** @param present [s, n] */
function withPresence(slots: readonly Slot[], present: tf.Tensor2D): readonly Slot[] {
  const each = tf.unstack(present) as tf.Tensor1D[];
  return slots.map((slot, i) => ({ ...slot, present: each[i]! }));
}

/** What each object saves: the energy without it less the energy with it, [s, n]; the caller owns it. */
export function savedBy(canvases: tf.Tensor4D, slots: readonly Slot[]): tf.Tensor2D {
  return tf.tidy(() => {
    const energy = halfSquaredErrors(canvases, drawnTogether(slots, canvases));
    const without = slots.map((_, i) =>
      halfSquaredErrors(canvases, drawnTogether(slots.toSpliced(i, 1), canvases)),
    );
    return tf.sub(tf.stack(without), energy) as tf.Tensor2D;
  });
}
