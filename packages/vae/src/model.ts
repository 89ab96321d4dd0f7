import { createRandom, type Parameters, prefixed, select } from '@rnp/hypernet';
import * as tf from '@tensorflow/tfjs-core';
import type { Posterior } from './encoder/encoder.js';
import { ModelError } from './errors.js';
import type { Network } from './network.js';

/** Streams of one seed, so that weights, noise and samples never share numbers. */
export const seedStreams: Readonly<Record<'weights' | 'noise' | 'samples', number>> = Object.freeze({
  weights: 0,
  noise: 1,
  samples: 2,
});

/** All weights of a network, as training and files see them. */
export interface Weights {
  /** Trained: `encoder/…` and `decoder/…`. */
  readonly parameters: Parameters;
  /** Running averages of the encoder's batch norms, under the encoder's own names. */
  readonly statistics: Parameters;
}

/** Fresh weights of a network. The caller owns them. */
export function initWeights(network: Network, seed: number): Weights {
  const encoder = network.encoder.init(createRandom(seed, seedStreams.weights, 0));
  const decoder = network.decoder.init(createRandom(seed, seedStreams.weights, 1));
  return {
    parameters: { ...prefixed(encoder.parameters, 'encoder'), ...prefixed(decoder, 'decoder') },
    statistics: encoder.statistics,
  };
}

/**
 * A network and its weights: encode, draw, reconstruct, sample, walk. Images are [b, h, w, c] in [0, 1];
 * every tensor returned is the caller's. The model owns its weights: `dispose()` frees them, once is enough.
 */
export class Model<N extends Network = Network> {
  readonly network: N;
  #weights: Weights;
  #disposed = false;

  constructor(network: N, weights: Weights) {
    this.network = network;
    this.#weights = weights;
  }

  /** The weights now. They stay the model's; a training step replaces them. */
  get weights(): Weights {
    return this.#weights;
  }

  /** Takes over other weights of the same shapes. The old ones are returned, now the caller's. */
  replaceWeights(weights: Weights): Weights {
    const old = this.#weights;
    this.#weights = weights;
    return old;
  }

  /** images → q(z | image). */
  encode(images: tf.Tensor4D): Posterior {
    this.checkImages(images);
    return tf.tidy(() => {
      const { parameters, statistics } = this.#weights;
      const encoding = this.network.encoder.encode(select(parameters, 'encoder'), statistics, images, false);
      return { mean: encoding.mean, logVariance: encoding.logVariance };
    });
  }

  /** programs [b, z] → images [b, h, w, c]. */
  decode(program: tf.Tensor2D): tf.Tensor4D {
    this.checkUsable();
    return tf.tidy(() => {
      const decoder = select(this.#weights.parameters, 'decoder');
      return this.network.decoder.draw(decoder, program, null, { overlap: [], patchWeight: 0 }).canvas;
    });
  }

  /** images → images, with z = mean. */
  reconstruct(images: tf.Tensor4D): tf.Tensor4D {
    return tf.tidy(() => this.decode(this.encode(images).mean));
  }

  /** `count` programs from the prior N(0, I), [count, z] (Fig. 3A). */
  samplePrior(count: number, seed: number): tf.Tensor2D {
    const random = createRandom(seed, seedStreams.samples);
    const values = Float32Array.from({ length: count * this.network.latent }, () => random.normal());
    return tf.tensor2d(values, [count, this.network.latent]);
  }

  /**
   * Programs on the straight line between two (Fig. 2D): [steps, z], both ends included.
   *
   * @param from [1, z]
   * @param to [1, z]
   */
  interpolate(from: tf.Tensor2D, to: tf.Tensor2D, steps: number): tf.Tensor2D {
    return tf.tidy(() => {
      const share = tf.reshape(tf.linspace(0, 1, steps), [steps, 1]);
      return tf.add(tf.mul(from, tf.sub(1, share)), tf.mul(to, share)) as tf.Tensor2D;
    });
  }

  /**
   * Programs combined to one, the weighted mean of their vectors (Fig. 2E): [1, z]. Weights are scaled to a sum of 1.
   *
   * @param programs [n, z]
   * @param weights one of 0 or more for each program, not all 0; the same for all when left out
   * @throws ModelError RNP_CONFIG for weights that are none
   */
  blend(programs: tf.Tensor2D, weights?: readonly number[]): tf.Tensor2D {
    const count = programs.shape[0];
    const all = weights ?? new Array<number>(count).fill(1);
    const sum = all.reduce((total, weight) => total + weight, 0);
    if (all.length !== count || !all.every((weight) => weight >= 0) || !(sum > 0 && Number.isFinite(sum))) {
      const problem = `must be ${count} numbers of 0 or more, not all 0; they are [${all.join(', ')}]`;
      throw new ModelError('RNP_CONFIG', problem, 'weights');
    }
    return tf.tidy(() => tf.matMul(tf.tensor2d([all.map((weight) => weight / sum)], [1, count]), programs));
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    tf.dispose([this.#weights.parameters, this.#weights.statistics] as tf.TensorContainer);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** @throws ModelError RNP_IMAGES unless images are [b, h, w, c] as the model was made for */
  protected checkImages(images: tf.Tensor4D): void {
    this.checkUsable();
    const expected = this.network.imageShape;
    if (images.rank !== 4 || images.shape.slice(1).join() !== expected.join()) {
      throw new ModelError(
        'RNP_IMAGES',
        `images must be [batch, ${expected.join(', ')}], not [${images.shape.join(', ')}]; resize them first`,
      );
    }
  }

  private checkUsable(): void {
    if (this.#disposed) throw new ModelError('RNP_WEIGHTS', 'this model has been disposed of');
  }
}
