import { type AdamState, adamUpdate, clipFactor, globalNorm, type Parameters } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { checkWeights } from '../checks.js';
import type { Network } from '../network.js';
import { learningRateAt } from './learningRate.js';
import { lossGradients } from './lossGradients.js';
import { overlapWeightsAt } from './overlapWeights.js';
import { requireTraining, type TrainingConfig } from './trainingConfig.js';

/** Everything one step reads and the next one needs. Tensors are owned by the holder. */
export interface TrainingState {
  readonly parameters: Parameters;
  readonly runningStatistics: Parameters;
  readonly adam: AdamState;
  /** Steps done. */
  readonly step: number;
}

export interface StepResult {
  readonly state: TrainingState;
  /** [7], the loss terms (`lossTermNames`) and the gradient norm before clipping. Not read here. */
  readonly report: tf.Tensor1D;
}

/**
 * One optimiser step: gradient of the loss, clipping, Adam. Nothing is copied to JavaScript. The weights of the
 * given state stay as they are and stay the caller's; its moments are taken over (`adamUpdate`), unless the step
 * throws. The returned tensors are the caller's.
 *
 * @param images [b, h, w, c] in [0, 1]; values are not looked at
 * @param noise [b, z], standard normal
 * @throws ModelError RNP_WEIGHTS naming a weight or moment that does not fit the network, RNP_IMAGES, RNP_CONFIG
 */
export function trainingStep(
  network: Network,
  state: TrainingState,
  images: tf.Tensor4D,
  noise: tf.Tensor2D,
  config: TrainingConfig,
): StepResult {
  checkWeights.options('state', state, ['parameters', 'runningStatistics', 'adam', 'step']);
  checkWeights.object('state.adam', state.adam);
  requireTraining(config, ['clipNorm', 'clipValue', 'learningRate', 'steps']);
  const lossConfig = { ...config, overlap: overlapWeightsAt(state.step, config) };
  const { gradients, terms, runningStatistics } = lossGradients(network, state, images, noise, lossConfig);
  let done = false;
  try {
    const { report, parameters, first, second } = tf.tidy(() => {
      const norm = globalNorm(Object.values(gradients).filter((gradient) => gradient !== null));
      const report = tf.concat([terms, tf.reshape(norm, [1])]) as tf.Tensor1D;
      // The last thing that can throw, as it takes the moments over.
      const update = adamUpdate(state.parameters, gradients, state.adam, {
        learningRate: learningRateAt(state.step, config),
        factor: clipFactor(norm, config.clipNorm),
        clipValue: config.clipValue,
      });
      return {
        report,
        parameters: update.parameters,
        first: update.state.first,
        second: update.state.second,
      };
    });
    done = true;
    const adam = { first, second, updates: state.adam.updates + 1 };
    return { state: { parameters, runningStatistics, adam, step: state.step + 1 }, report };
  } finally {
    tf.dispose([terms, gradients, done ? null : runningStatistics] as tf.TensorContainer);
  }
}
