import { addAll } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { type Parameters, sizeOf } from '../parameters.js';
import { groupsOf, isAlike, joined } from './joining.js';

/** Some weights and their gradients, each as one tensor. One that stands alone is the weight itself, and its gradient. */
export interface JoinedGradient {
  readonly names: readonly string[];
  readonly value: tf.Tensor;
  readonly gradient: tf.Tensor;
}

/** A penalty whose gradient is each of these weights times a scalar. */
export interface WeightPenalty {
  readonly names: readonly string[];
  readonly factor: tf.Scalar;
}

/**
 * Weights and their gradients as Adam joins them where a call costs more than what it computes, so that their norm, penalties and the update read the
 * same tensors.
 *
 * @param gradients by the names of the weights; null for one that is not trained, which is in no group
 * @param penalties are added to the gradients; no weight is in two of them
 * @returns tensors of the caller's `tf.tidy`
 */
export function joinedGradients(
  parameters: Parameters,
  gradients: Readonly<Record<string, tf.Tensor | null>>,
  penalties: readonly WeightPenalty[],
): readonly JoinedGradient[] {
  const trained = Object.keys(parameters).filter((name) => gradients[name] !== null);
  const penaltyOf = penaltyByName(penalties);
  const factors = penalties.map(({ factor }) => factor);
  const listed = penalties.length === 0 ? undefined : (tf.stack([tf.scalar(0), ...factors]) as tf.Tensor1D);
  return groupsOf(trained, (name) => parameters[name]!).map((names) => {
    const value = joined(names.map((name) => parameters[name]!));
    const gradient = joined(names.map((name) => gradients[name]!));
    const weights = names.map((name) => ({ shape: parameters[name]!.shape, penalty: penaltyOf(name) }));
    const factor = listed && factorOf(weights, listed, factors);
    return { names, value, gradient: factor ? tf.add(gradient, tf.mul(value, factor)) : gradient };
  });
}

/** √Σ g² over all of them. */
export function joinedNorm(groups: readonly JoinedGradient[]): tf.Scalar {
  return tf.sqrt(addAll(groups.map(({ gradient }) => tf.sum(tf.square(gradient))))) as tf.Scalar;
}

/** Of a weight, which penalty it is in, counted from 1; 0 for none. */
function penaltyByName(penalties: readonly WeightPenalty[]): (name: string) => number {
  const places = new Map(penalties.flatMap(({ names }, i) => names.map((name) => [name, i + 1] as const)));
  return (name) => places.get(name) ?? 0;
}

interface Penalised {
  readonly shape: readonly number[];
  /** 0 for none. */
  readonly penalty: number;
}

/**
 * What joined weights are multiplied with, to be added to their gradients; undefined where none has a penalty.
 *
 * @param listed 0, then the factors
 */
function factorOf(
  weights: readonly Penalised[],
  listed: tf.Tensor1D,
  factors: readonly tf.Scalar[],
): tf.Tensor | undefined {
  const first = weights[0]!.penalty;
  if (weights.every(({ penalty }) => penalty === first)) return factors[first - 1];
  // Of those that lie side by side all rows have the same factors.
  const alike = isAlike(weights.map(({ shape }) => shape));
  const lengthOf = ({ shape }: Penalised): number => (alike ? shape.at(-1)! : sizeOf(shape));
  const places = weights.flatMap((weight) => Array<number>(lengthOf(weight)).fill(weight.penalty));
  return tf.gather(listed, tf.tensor1d(places, 'int32'));
}
