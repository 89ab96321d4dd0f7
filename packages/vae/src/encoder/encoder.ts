import { unawaited } from '@rnp/errors';
import type { Gather, Parameters, Random, Shapes } from '@rnp/nn';
import type * as tf from '@tensorflow/tfjs-core';
import { checkSetting, checkShape } from '../checks.js';

/** The approximate posterior of the top program, q(z | image) = N(mean, exp(logVariance)). */
export interface Posterior {
  /** [b, z] */
  readonly mean: tf.Tensor2D;
  /** [b, z] log σ². */
  readonly logVariance: tf.Tensor2D;
}

/** What an encoder returns: the posterior and, in training, the new running averages of its batch norms. */
export interface Encoding extends Posterior {
  readonly runningStatistics: Parameters;
}

/**
 * images → posterior, with named weights. `light` and `paper` come with the package; give your own to
 * `createRnp` to use another network. Weights are trained, running statistics are carried along.
 */
export interface Encoder {
  /** Shapes of the weights, by name; names may hold '/'. */
  readonly shapes: Shapes;
  /** Shapes of the running averages, by name. */
  readonly runningShapes: Shapes;
  init(random: Random): { readonly parameters: Parameters; readonly runningStatistics: Parameters };
  /**
   * @param images [b, h, w, c] in [0, 1]
   * @param training the batch's own moments (true) or running averages (false)
   * @param gather given in training when `images` is one worker's share of the batch: figures over the whole batch
   *   must go through it
   */
  encode(
    parameters: Parameters,
    runningStatistics: Parameters,
    images: tf.Tensor4D,
    training: boolean,
    gather?: Gather,
  ): Encoding;
}

/** The simplest encoder of your own: a fixed function without trained weights. */
export type EncoderFunction = (images: tf.Tensor4D) => Posterior;

/** An encoder without weights from a plain function. @throws RnpError RNP_CONFIG if it is not a function */
export function encoderFromFunction(encode: EncoderFunction): Encoder {
  checkSetting.callable('encode', encode);
  return {
    shapes: {},
    runningShapes: {},
    init: () => ({ parameters: {}, runningStatistics: {} }),
    encode: (_parameters, _runningStatistics, images) => {
      const posterior = unawaited(encode(images));
      checkShape.object('encoder.encode()', posterior);
      return { ...posterior, runningStatistics: {} };
    },
  };
}
