// c channels
import * as tf from '@tensorflow/tfjs-core';
import type { Parameters } from '../parameters.js';
import { stopGradient } from '../stopGradient.js';

/** Share of the old running average that a step keeps (docs/model.md, *The encoders*). */
export const keptShare = 0.9;

/** Of some norms, what running averages are to be made of: a batch's mean or variance [c] stands for the average, until all are mixed at once. */
export interface JoinedAverages {
  /** @param factor of the batch's */
  add(batch: tf.Tensor, old: tf.Tensor, factor: number): void;
  /**
   * The same tensors by their names, with averages in the place of those that were added: 0.9·old + 0.1·factor·batch, without a gradient. Those are the caller's.
   */
  mixed(statistics: Parameters): Parameters;
}

/**
 * Averages of several norms together take as many calls as those of one, for backends on which a call costs more than what it computes here; where
 * a backend has kernels of its own nothing is added.
 */
export function joinedAverages(): JoinedAverages {
  const added = new Map<tf.Tensor, { readonly old: tf.Tensor; readonly factor: number }>();
  return {
    add: (batch, old, factor) => {
      added.set(batch, { old, factor });
    },
    mixed: (statistics) => {
      const entries = Object.entries(statistics);
      const batches = entries.map(([, tensor]) => tensor).filter((tensor) => added.has(tensor));
      if (batches.length === 0) return statistics;
      const made = mixedAtOnce(batches.map((batch) => ({ batch, ...added.get(batch)! })));
      const averages = new Map(batches.map((batch, i) => [batch, made[i]!]));
      return Object.fromEntries(entries.map(([name, tensor]) => [name, averages.get(tensor) ?? tensor]));
    },
  };
}

function mixedAtOnce(
  averages: readonly { readonly batch: tf.Tensor; readonly old: tf.Tensor; readonly factor: number }[],
): tf.Tensor[] {
  const sizes = averages.map(({ old }) => old.size);
  const shares = averages.flatMap(({ factor, old }) =>
    Array<number>(old.size).fill((1 - keptShare) * factor),
  );
  const joined = (kind: 'batch' | 'old'): tf.Tensor1D =>
    tf.concat1d(averages.map((average) => average[kind] as tf.Tensor1D));
  return tf.tidy(() => {
    const mix = stopGradient(() => {
      const kept = tf.mul(joined('old'), keptShare);
      return tf.add(kept, tf.mul(joined('batch'), tf.tensor1d(shares)));
    });
    return tf.split(mix, sizes);
  });
}
