import { isRnpError } from '@rnp/errors';
import { select } from '@rnp/nn';
import {
  customLeaf,
  type ParseMetrics,
  type ParseTally,
  type ParseTree,
  parseMetrics,
  parseTrees,
  tallyParse,
  type Unrolled,
  unroll,
} from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { checkSetting } from './checks.js';
import { initWeights } from './initWeights.js';
import { noNumber, requireImages, requirePrograms } from './inputs.js';
import { Model } from './model.js';
import { requirePixelsOf } from './pixels.js';
import { type RnpConfig, type RnpOptions, rnpConfig } from './rnpConfig.js';
import { type RnpNetwork, type RnpParts, rnpNetwork } from './rnpNetwork.js';
import type { Weights } from './weights.js';

export interface CreateRnpOptions extends RnpParts {
  /** Seeds the weights. */
  readonly seed?: number;
  /** Weights to use instead of fresh ones; the model owns them from now on. */
  readonly weights?: Weights;
}

/**
 * A Recursive Neural Program: a variational autoencoder whose decoder runs programs (paper, Fig. 5).
 *
 * @example
 * await useBackend('wasm');
 * const model = createRnp({ latent: 16, childrenPerLevel: [4, 4] }, { seed: 1 });
 * for await (const event of train(model, data, { steps: 500 })) console.log(event.type, event.step);
 *
 * @throws ModelError RNP_CONFIG naming the setting that is wrong
 */
export function createRnp(options: RnpOptions = {}, made: CreateRnpOptions = {}): Rnp {
  checkSetting.options('options', made, [], ['seed', 'weights', 'encoder', 'leaf']);
  const { seed = 1, weights, encoder, leaf } = made;
  const config = rnpConfig({
    ...options,
    ...(encoder === undefined ? {} : { encoder: 'custom' }),
    ...(leaf === undefined ? {} : { leaf: customLeaf(leaf) }),
  });
  const network = rnpNetwork(config, { encoder, leaf });
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
   * @throws ModelError RNP_IMAGES for images of another shape or with values out of [0, 1]; RNP_DIVERGED when the
   *   parse holds one, as weights that have diverged make it; RNP_WEIGHTS once the model has been disposed of
   */
  parse(images: tf.Tensor4D): Promise<ParseTree[]> {
    return this.#ofImages(images, (mean) => this.parsePrograms(mean));
  }

  /**
   * The trees that programs [b, z] draw, whatever they came from: samples, interpolations.
   *
   * @throws ModelError RNP_IMAGES for programs of another shape, RNP_DIVERGED, RNP_WEIGHTS as `parse`
   */
  parsePrograms(program: tf.Tensor2D): Promise<ParseTree[]> {
    return this.#unrolled(program, parseTrees);
  }

  /** Is it a parse? Purity and effective children per level, top first (docs/model.md). */
  async parseMetrics(images: tf.Tensor4D): Promise<ParseMetrics> {
    return parseMetrics([await this.tally(images)]);
  }

  /** The sums behind `parseMetrics` for one batch, to be put together over a data set. */
  tally(images: tf.Tensor4D): Promise<ParseTally> {
    return this.#ofImages(images, (mean) => this.tallyPrograms(mean));
  }

  /** The same of what programs [b, z] draw. */
  tallyPrograms(program: tf.Tensor2D): Promise<ParseTally> {
    return this.#unrolled(program, tallyParse);
  }

  /** What is read of images' programs. The images are looked at first, on every backend. */
  async #ofImages<T>(images: tf.Tensor4D, read: (mean: tf.Tensor2D) => Promise<T>): Promise<T> {
    requireImages(images, this.network.imageShape);
    await requirePixelsOf(images);
    const { mean } = tf.tidy(() => ({ mean: this.encode(images).mean }));
    try {
      return await read(mean);
    } finally {
      mean.dispose();
    }
  }

  /** What is read of the trees that programs run to, which are freed then. */
  async #unrolled<T>(
    program: tf.Tensor2D,
    read: (unrolled: Unrolled, config: RnpConfig) => Promise<T>,
  ): Promise<T> {
    const { parameters } = this.weights;
    requirePrograms('program', program, this.config.latent);
    const unrolled = unroll(select(parameters, 'decoder'), this.config, program, {
      leaf: this.network.leaf,
    });
    try {
      return await read(unrolled, this.config);
    } catch (error) {
      throw isRnpError(error) && error.code === 'RNP_DIVERGED' ? noNumber('the parse') : error;
    } finally {
      tf.dispose(unrolled as unknown as tf.TensorContainer);
    }
  }
}
