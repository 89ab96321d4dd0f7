import { select } from '@rnp/hypernet';
import {
  type ParseMetrics,
  type ParseTally,
  type ParseTree,
  parseMetrics,
  parseTrees,
  tallyParse,
  unroll,
} from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import type { Encoder, EncoderFunction } from './encoder/encoder.js';
import { initWeights, Model, type Weights } from './model.js';
import { type RnpConfig, type RnpOptions, rnpConfig } from './rnpConfig.js';
import { type RnpNetwork, rnpNetwork } from './rnpNetwork.js';

export interface CreateRnpOptions {
  /** Seeds the weights. */
  readonly seed?: number;
  /** Weights to use instead of fresh ones; the model owns them from now on. */
  readonly weights?: Weights;
  /** An encoder of one's own, or a fixed function images → posterior. */
  readonly encoder?: Encoder | EncoderFunction;
}

/**
 * A Recursive Neural Program: a variational autoencoder whose decoder runs programs (paper, Fig. 5).
 *
 * @example
 * await useBackend('wasm');
 * const model = createRnp({ latent: 16, steps: [4, 4] }, { seed: 1 });
 * for await (const event of train(model, data, { steps: 500 })) console.log(event.type, event.step);
 *
 * @throws ModelError RNP_CONFIG naming the setting that is wrong
 */
export function createRnp(
  options: RnpOptions = {},
  { seed = 1, weights, encoder }: CreateRnpOptions = {},
): Rnp {
  const config = rnpConfig(encoder === undefined ? options : { ...options, encoder: 'custom' });
  const network = rnpNetwork(config, encoder);
  return new Rnp(network, weights ?? initWeights(network, seed));
}

export class Rnp extends Model<RnpNetwork> {
  get config(): RnpConfig {
    return this.network.config;
  }

  /**
   * Images → one parse tree each: plain data, parts within parts, with what and where of every node.
   *
   * @param images [b, h, w, c] in [0, 1]
   */
  async parse(images: tf.Tensor4D): Promise<ParseTree[]> {
    const { mean } = tf.tidy(() => ({ mean: this.encode(images).mean }));
    try {
      return await this.parsePrograms(mean);
    } finally {
      mean.dispose();
    }
  }

  /** The trees that programs [b, z] draw, whatever they came from: samples, interpolations. */
  async parsePrograms(program: tf.Tensor2D): Promise<ParseTree[]> {
    const unrolled = this.unroll(program);
    try {
      return await parseTrees(unrolled, this.config);
    } finally {
      tf.dispose(unrolled as unknown as tf.TensorContainer);
    }
  }

  /** Is it a parse? Purity and effective children per level, top first (docs/model.md). */
  async parseMetrics(images: tf.Tensor4D): Promise<ParseMetrics> {
    return parseMetrics([await this.tally(images)]);
  }

  /** The sums behind `parseMetrics` for one batch, to be put together over a data set. */
  async tally(images: tf.Tensor4D): Promise<ParseTally> {
    const { mean } = tf.tidy(() => ({ mean: this.encode(images).mean }));
    try {
      return await this.tallyPrograms(mean);
    } finally {
      mean.dispose();
    }
  }

  /** The same of what programs [b, z] draw. */
  async tallyPrograms(program: tf.Tensor2D): Promise<ParseTally> {
    const unrolled = this.unroll(program);
    try {
      return await tallyParse(unrolled, this.config);
    } finally {
      tf.dispose(unrolled as unknown as tf.TensorContainer);
    }
  }

  private unroll(program: tf.Tensor2D): ReturnType<typeof unroll> {
    return unroll(select(this.weights.parameters, 'decoder'), this.config, program);
  }
}
