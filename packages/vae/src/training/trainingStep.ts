import type { Parameters } from '@rnp/hypernet';
import * as tf from '@tensorflow/tfjs-core';
import type { Network } from '../network.js';
import { type AdamState, adamUpdate } from './adam.js';
import { clipFactor, globalNorm } from './clipGradients.js';
import { learningRateAt } from './learningRate.js';
import { lossOf } from './loss.js';
import { overlapWeightsAt } from './overlapWeights.js';
import type { TrainingConfig } from './trainingConfig.js';

/** Everything one step reads and the next one needs. Tensors are owned by the holder. */
export interface TrainingState {
  readonly parameters: Parameters;
  readonly statistics: Parameters;
  readonly adam: AdamState;
  /** Steps done. */
  readonly step: number;
}

export interface StepResult {
  readonly state: TrainingState;
  /** [7]: the loss terms (`lossTermNames`) and the gradient norm before clipping. Not read here. */
  readonly report: tf.Tensor1D;
}

/**
 * One optimiser step: gradient of the loss, clipping, Adam. Nothing is copied to JavaScript. Pure: the given
 * state stays as it is and stays the caller's; the returned tensors are the caller's too.
 */
export function trainingStep(
  network: Network,
  state: TrainingState,
  images: tf.Tensor4D,
  noise: tf.Tensor2D,
  config: TrainingConfig,
): StepResult {
  const names = Object.keys(state.parameters);
  const lossConfig = { ...config, overlap: overlapWeightsAt(state.step, config) };
  let terms: tf.Tensor1D | undefined;
  let statistics: Parameters = {};
  const scope = tf.engine();
  scope.startScope('trainingStep');
  try {
    const { grads } = scope.gradients(
      () => {
        const loss = lossOf(network, state.parameters, state.statistics, images, noise, lossConfig);
        // The tape's scope ends with this function; what is reported and carried on must outlive it.
        terms = tf.keep(loss.terms);
        statistics = mapTensors(loss.statistics, (value) => tf.keep(tf.clone(value)));
        return loss.total;
      },
      Object.values(state.parameters),
      undefined,
      true,
    );
    const gradients = Object.fromEntries(names.map((name, i) => [name, grads[i] ?? null]));
    const norm = globalNorm(grads.filter((g) => g !== null && g !== undefined));
    const { parameters, state: adam } = adamUpdate(state.parameters, gradients, state.adam, {
      learningRate: learningRateAt(state.step, config),
      factor: clipFactor(norm, config.clipNorm),
      clipValue: config.clipValue,
    });
    const keptAdam: AdamState = {
      first: mapTensors(adam.first, tf.keep),
      second: mapTensors(adam.second, tf.keep),
      updates: adam.updates,
    };
    return {
      state: {
        parameters: mapTensors(parameters, tf.keep),
        statistics,
        adam: keptAdam,
        step: state.step + 1,
      },
      report: tf.keep(tf.concat([terms!, tf.reshape(norm, [1])])) as tf.Tensor1D,
    };
  } catch (error) {
    tf.dispose(statistics as tf.TensorContainer);
    throw error;
  } finally {
    terms?.dispose();
    scope.endScope();
  }
}

function mapTensors(tensors: Parameters, change: (value: tf.Tensor) => tf.Tensor): Parameters {
  return Object.fromEntries(Object.entries(tensors).map(([name, value]) => [name, change(value)]));
}
