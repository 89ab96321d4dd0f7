import { type AdamState, adamUpdate, globalNorm, type Parameters } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { BatchShare } from './loss.js';
import type { LossGradients } from './lossGradients.js';
import type { TrainingState } from './trainingState.js';

/** What a step learned from the whole batch. */
export interface Reduced<Norm, Report> {
  /** The global norm of its gradient. */
  readonly norm: Norm;
  /** `reportNames` */
  readonly report: Report;
}

/** With what a summed gradient becomes an update. */
export interface UpdateOptions<Norm> {
  readonly learningRate: number;
  /** The gradient is multiplied with it (`clipFactor`). */
  readonly factor: Norm;
  readonly clipValue: number | null;
}

/**
 * How a step goes from the gradients of a batch's shares to the weights that all who share it go on with. On one thread
 * the share is the batch, and nothing is to be added up; workers add up in memory that they share.
 *
 * @typeParam Moments what is known of Adam's moments: the tensors, or how many updates they have seen where they lie elsewhere
 * @typeParam Norm a scalar on the backend, which nobody waits for, or a number
 */
export interface Reduction<Moments, Norm extends tf.Scalar | number, Report> {
  /** What the loss of a share must know of the whole batch; none where it is the whole batch. */
  readonly share?: BatchShare;
  /** Σ over the shares. The tensors given may be freed. */
  sum(own: LossGradients): Reduced<Norm, Report>;
  /** Adam by the gradient that `sum` left; the moments of `state` are taken over, unless it throws. */
  update(
    state: TrainingState<Moments>,
    own: LossGradients,
    options: UpdateOptions<Norm>,
  ): { readonly parameters: Parameters; readonly adam: Moments };
}

/** The whole batch on this thread. */
export const localReduction: Reduction<AdamState, tf.Scalar, tf.Tensor1D> = Object.freeze({
  sum: ({ gradients, terms }: LossGradients): Reduced<tf.Scalar, tf.Tensor1D> => {
    const norm = globalNorm(Object.values(gradients).filter((gradient) => gradient !== null));
    return { norm, report: tf.concat([terms, tf.reshape(norm, [1])]) };
  },
  update: (
    { parameters, adam }: TrainingState,
    { gradients }: LossGradients,
    options: UpdateOptions<tf.Scalar>,
  ) => {
    const next = adamUpdate(parameters, gradients, adam, options);
    return { parameters: next.parameters, adam: next.state };
  },
});
