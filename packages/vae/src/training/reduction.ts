import { type AdamState, adamUpdate, globalNorm, type Parameters } from '@rnp/nn';
import {
  adamOfJoined,
  hasNormKernel,
  type JoinedGradient,
  joinedGradients,
  joinedNorm,
} from '@rnp/nn/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { BatchShare } from './loss.js';
import type { LossGradients, PartialGradients } from './lossGradients.js';
import type { TrainingState } from './trainingState.js';

/** The result of a step over the whole batch, before the update. */
export interface Reduced<Norm, Report> {
  /** The global norm of the gradient. */
  readonly norm: Norm;
  /** The nine numbers of `StepResult.report`. */
  readonly report: Report;
  /** Weights and gradients as `update` joins them, where the norm was of these. */
  readonly joined?: readonly JoinedGradient[];
}

/** How a summed gradient becomes an update. */
export interface UpdateOptions<Norm> {
  /** The learning rate of this step. */
  readonly learningRate: number;
  /** The gradient is multiplied by this number (`clipFactor` of @rnp/nn). */
  readonly factor: Norm;
  /** Largest absolute value of an entry of the gradient; null for no limit. */
  readonly clipValue: number | null;
  /** As `sum` gave it. */
  readonly joined?: readonly JoinedGradient[];
}

/**
 * How the gradients of a batch's shares become the new weights of all workers. On one thread the share is the
 * batch, and there is nothing to add up; workers add up in shared memory.
 *
 * @typeParam Moments Adam's moments: their tensors, or, where they lie in shared memory, the number of
 *   updates
 * @typeParam Norm a scalar on the backend, which is not read, or a number
 */
export interface Reduction<Moments, Norm extends tf.Scalar | number, Report> {
  /** The whole batch, for the loss of a share; absent if the share is the whole batch. */
  readonly share?: BatchShare;
  /** Whether `sum` adds what penalties on weights do to their gradients. */
  takesPenalties?(): boolean;
  /**
   * Sums the gradients over the shares. It may free the given tensors. `trainingStep` calls it within
   * `tf.tidy`.
   */
  sum(own: PartialGradients, state: TrainingState<Moments>): Reduced<Norm, Report>;
  /**
   * Updates the weights by Adam with the gradient of `sum`. It takes over the moments of `state`, unless it
   * throws.
   */
  update(
    state: TrainingState<Moments>,
    own: LossGradients,
    options: UpdateOptions<Norm>,
  ): { readonly parameters: Parameters; readonly adam: Moments };
}

/** The reduction of one thread, whose share is the whole batch. */
export const localReduction: Reduction<AdamState, tf.Scalar, tf.Tensor1D> = Object.freeze({
  takesPenalties: () => !hasNormKernel(),
  sum: (
    { gradients, terms, penalties }: PartialGradients,
    { parameters }: TrainingState,
  ): Reduced<tf.Scalar, tf.Tensor1D> => {
    const report = (norm: tf.Scalar): tf.Tensor1D => tf.concat([terms, tf.reshape(norm, [1])]);
    if (hasNormKernel()) {
      const norm = globalNorm(Object.values(gradients).filter((gradient) => gradient !== null));
      return { norm, report: report(norm) };
    }
    const joined = joinedGradients(parameters, gradients, penalties);
    const norm = joinedNorm(joined);
    return { norm, report: report(norm), joined };
  },
  update: (
    { parameters, adam }: TrainingState,
    { gradients }: LossGradients,
    { joined, ...options }: UpdateOptions<tf.Scalar>,
  ) => {
    const next = joined
      ? adamOfJoined(parameters, joined, adam, options)
      : adamUpdate(parameters, gradients, adam, options);
    return { parameters: next.parameters, adam: next.state };
  },
});
