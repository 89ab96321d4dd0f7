import { type AdamState, clipFactor } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { checkWeights } from '../checks.js';
import type { Network } from '../network.js';
import { learningRateAt } from './learningRate.js';
import { partialGradients } from './lossGradients.js';
import { overlapWeightsAt } from './overlapWeights.js';
import { localReduction, type Reduction } from './reduction.js';
import type { BatchImages } from './shownImages.js';
import { requireTraining } from './trainingConfig.js';
import type { TrainingConfig } from './trainingSettings.js';
import type { TrainingState } from './trainingState.js';

/** Whose moments, norms and reports are its own business. */
type AnyReduction = Reduction<unknown, tf.Scalar | number, unknown>;

/** The state after a step, and its report. */
export interface StepResult<Moments = AdamState, Report = tf.Tensor1D> {
  readonly state: TrainingState<Moments>;
  /**
   * [9] on one thread: the eight numbers of `Loss.terms` and the gradient's norm before clipping. Still on the
   * backend.
   */
  readonly report: Report;
}

/**
 * One optimiser step: gradient of the loss, clipping, Adam. Nothing is copied to JavaScript. The weights of
 * the given state are unchanged and stay the caller's; its moments are taken over (`adamUpdate`), unless the
 * step throws. The caller owns the returned tensors.
 *
 * @param images [b, h, w, c] in [0, 1], or those that are seen and those that are drawn; the values are not checked
 * @param noise [b, z], standard normal
 * @throws RnpError RNP_WEIGHTS naming a weight or moment that does not fit the network; RnpError RNP_IMAGES,
 *   RNP_CONFIG or RNP_SHAPE as `lossOf`
 */
export function trainingStep(
  network: Network,
  state: TrainingState,
  images: BatchImages,
  noise: tf.Tensor2D,
  config: TrainingConfig,
): StepResult;
/**
 * The same step for one of several workers that share a batch: `images` and `noise` are its share.
 *
 * @param reduction combines the shares, so that all workers get the same new weights
 */
export function trainingStep<Moments, Norm extends tf.Scalar | number, Report>(
  network: Network,
  state: TrainingState<Moments>,
  images: BatchImages,
  noise: tf.Tensor2D,
  config: TrainingConfig,
  reduction: Reduction<Moments, Norm, Report>,
): StepResult<Moments, Report>;
export function trainingStep(
  network: Network,
  state: TrainingState<unknown>,
  images: BatchImages,
  noise: tf.Tensor2D,
  config: TrainingConfig,
  reduction: AnyReduction = localReduction as AnyReduction,
): StepResult<unknown, unknown> {
  checkWeights.options('state', state, ['parameters', 'runningStatistics', 'adam', 'step']);
  checkWeights.object('state.adam', state.adam);
  requireTraining(config, ['clipNorm', 'clipValue', 'learningRate', 'steps']);
  const lossConfig = { ...config, overlap: overlapWeightsAt(state.step, config) };
  const apart = reduction.takesPenalties?.() === true;
  const own = partialGradients(network, state, images, noise, lossConfig, reduction.share, apart);
  const { runningStatistics } = own;
  let done = false;
  try {
    const made = tidied(() => {
      const { norm, report, joined } = reduction.sum(own, state);
      // The last thing that can throw, as it takes the moments over.
      const { parameters, adam } = reduction.update(state, own, {
        learningRate: learningRateAt(state.step, config),
        factor: clipFactor(norm as tf.Scalar, config.clipNorm),
        clipValue: config.clipValue,
        ...(joined && { joined }),
      });
      return { report, parameters, adam };
    });
    done = true;
    const { report, parameters, adam } = made;
    return { state: { parameters, runningStatistics, adam, step: state.step + 1 }, report };
  } finally {
    tf.dispose([
      own.terms,
      own.gradients,
      own.penalties.map(({ factor }) => factor),
      done ? null : runningStatistics,
    ] as tf.TensorContainer);
  }
}

/** `tf.tidy`, whose type knows only of tensors by name. */
function tidied<T>(make: () => T): T {
  return tf.tidy(make as () => tf.TensorContainer) as T;
}
