import { createRandom, select } from '@rnp/nn';
import { type ParseMetrics, type ParseTally, type ParseTree, parseMetrics } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { blendShares } from './blendShares.js';
import { checkSetting } from './checks.js';
import { decodedBy, givenLevels } from './decodedBy.js';
import type { Posterior } from './encoder/encoder.js';
import { posteriorOf } from './encoder/encodingOf.js';
import { disposedModel } from './errors.js';
import { givenGround } from './infer/givenGround.js';
import { type Precisions, precisionsOf } from './infer/precisions.js';
import { maxValues } from './initWeights.js';
import { requireImages, requirePrograms } from './inputs.js';
import { stopRun } from './modelRun.js';
import type { Network } from './network.js';
import { requirePixelsAtHand, requirePixelsOf } from './pixels.js';
import { requireWeights } from './requireWeights.js';
import { oneLook } from './rnp/oneLook.js';
import { type GivenTree, tallyOf, treesOf } from './rnp/parsePrograms.js';
import { requireParts } from './rnp/requireParts.js';
import type { RnpNetwork } from './rnp/rnpNetwork.js';
import { seedStreams } from './seedStreams.js';
import type { Weights } from './weights.js';

export interface ReconstructOptions {
  /** [b, h, w, c] or [h, w, c] in [0, 1]: a known picture behind what is drawn, in place of what the program says is there. */
  readonly ground?: tf.Tensor4D | tf.Tensor3D;
}

/**
 * A network and its weights: encode, decode, reconstruct, sample, interpolate. Images are [b, h, w, c] in [0, 1];
 * the caller owns every returned tensor. The model owns its weights: `dispose()` frees them.
 */
export class Model<N extends Network = Network> {
  readonly network: N;
  #weights: Weights;
  #precisions: Precisions | null = null;
  #disposed = false;

  /**
   * @param weights the model's from now on
   * @throws RnpError RNP_CONFIG if it is not a network, RNP_WEIGHTS naming a weight that does not fit it
   */
  constructor(network: N, weights: Weights) {
    requireWeights('weights', weights, network);
    this.network = network;
    this.#weights = weights;
  }

  /** What the network was built from, without defaults left out; of a network of one's own undefined. */
  get config(): ConfigOf<N> {
    return this.network.spec?.config as ConfigOf<N>;
  }

  /**
   * The weights now. They stay the model's; a training step replaces them.
   *
   * @throws RnpError RNP_WEIGHTS once the model has been disposed of
   */
  get weights(): Weights {
    this.checkUsable();
    return this.#weights;
  }

  /**
   * How far pixels, states and actions are from what is said of them: what `infer`, `evaluate`, `treeBounds` and `sampleTrees` take unless they
   * are told otherwise. Saved in the model's `config.json`. Null unless they were set, such as to what `learnPrecisions` returns; they belong
   * to the weights that they were learned with, so a model has none any more after a step of training or `replaceWeights`.
   */
  get precisions(): Precisions | null {
    return this.#precisions;
  }

  /** @throws RnpError RNP_CONFIG naming what is missing or out of range, from 1e-6 to 1e6, and for a model without parts */
  set precisions(precisions: Precisions | null) {
    this.#precisions = precisions === null ? null : precisionsOf(this.network, precisions);
  }

  /** Whether `dispose` has been called: nothing can be done with the model any more. */
  get isDisposed(): boolean {
    return this.#disposed;
  }

  /**
   * Takes over other weights of the same shapes. The old ones are returned, now the caller's. The model has no `precisions` then.
   *
   * @throws RnpError RNP_WEIGHTS naming a weight of another shape, and once the model has been disposed of; the new ones
   *   stay the caller's then
   */
  replaceWeights(weights: Weights): Weights {
    this.checkUsable();
    requireWeights('weights', weights, this.network);
    const old = this.#weights;
    this.#weights = weights;
    this.#precisions = null;
    return old;
  }

  /**
   * images → q(z | image).
   *
   * Values are looked at where that waits for nothing: on `cpu`, `wasm` and `tensorflow`, while no gradient is recorded.
   * Elsewhere whatever the tensor holds is encoded; `parse`, `evaluate` and `infer` look on every backend.
   *
   * @param images [b, h, w, c] in [0, 1]
   * @throws RnpError RNP_IMAGES for images of another shape or with values out of [0, 1]; RNP_SHAPE for an
   *   encoder of your own that does not answer with a mean and a logVariance [b, z]; RNP_DIVERGED when one of them is no number;
   *   RNP_WEIGHTS once the model has been disposed of
   */
  encode(images: tf.Tensor4D): Posterior {
    this.checkUsable();
    requireImages(images, this.network.imageShape);
    requirePixelsAtHand(images);
    return tf.tidy(() => ({ ...posteriorOf(this.network, this.#weights, images) }));
  }

  /** programs [b, z] → images [b, h, w, c]. @throws RnpError RNP_SHAPE for a decoder of your own that answers with others */
  decode(program: tf.Tensor2D): tf.Tensor4D {
    this.checkUsable();
    requirePrograms('program', program, this.network.latent);
    return tf.tidy(() => {
      const decoder = select(this.#weights.parameters, 'decoder');
      return decodedBy(this.network, decoder, program).canvas;
    });
  }

  /**
   * images → images at one look, with z = mean; where the encoder looks at parts, with the parts as it sees them.
   *
   * @throws RnpError as `encode`; RNP_CONFIG for a ground where parts are summed, or there are none; RNP_IMAGES for one of another shape,
   *   or with values out of [0, 1] where `encode` looks at them
   */
  reconstruct(images: tf.Tensor4D, options: ReconstructOptions = {}): tf.Tensor4D {
    checkSetting.options('options', options, [], ['ground']);
    return tf.tidy(() => {
      const { ground: known } = options;
      const path = 'options.ground';
      const ground = known === undefined ? undefined : givenGround(this.network, known, images, path);
      if (ground) requirePixelsAtHand(ground, path);
      const { posterior, levels } = oneLook(this, images, ground);
      const decoder = select(this.#weights.parameters, 'decoder');
      return decodedBy(this.network, decoder, posterior.mean, {
        ...givenLevels(levels),
        ...(ground && { ground }),
      }).canvas;
    });
  }

  /**
   * `count` programs from the prior N(0, I), [count, z] (Fig. 3A).
   *
   * @throws RnpError RNP_CONFIG for an invalid count or seed
   */
  samplePrior(count: number, seed: number): tf.Tensor2D {
    this.checkUsable();
    checkSetting.wholeNumber('count', count, 1, Math.floor(maxValues / this.network.latent));
    checkSetting.wholeNumber('seed', seed, Number.MIN_SAFE_INTEGER);
    const random = createRandom(seed, seedStreams.samples);
    const values = new Float32Array(count * this.network.latent);
    for (let i = 0; i < values.length; i++) values[i] = random.normal();
    return tf.tensor2d(values, [count, this.network.latent]);
  }

  /**
   * Programs on the straight line between two (Fig. 2D): [frames, z], both ends included.
   *
   * @param from [1, z]
   * @param to [1, z]
   * @param frames at least 1; one frame is `from` alone
   * @returns the first row is `from` and the last one `to`, to the bit
   * @throws RnpError RNP_IMAGES for programs of another shape, RNP_CONFIG for an invalid number of frames
   */
  interpolate(from: tf.Tensor2D, to: tf.Tensor2D, frames: number): tf.Tensor2D {
    this.checkUsable();
    const { latent } = this.network;
    requirePrograms('from', from, latent, 1);
    requirePrograms('to', to, latent, 1);
    checkSetting.wholeNumber('frames', frames, 1, Math.floor(maxValues / latent));
    return tf.tidy(() => {
      if (frames === 1) return tf.clone(from);
      if (frames === 2) return tf.concat([from, to]);
      const share = tf.slice(tf.reshape(tf.linspace(0, 1, frames), [frames, 1]), [1, 0], [frames - 2, 1]);
      const between = tf.add(tf.mul(from, tf.sub(1, share)), tf.mul(to, share)) as tf.Tensor2D;
      // Rounded shares of 1 miss the ends.
      return tf.concat([from, between, to]);
    });
  }

  /**
   * Programs combined to one, the weighted mean of their vectors (Fig. 2E): [1, z]. Weights are scaled to a sum of 1.
   *
   * @param programs [n, z]
   * @param weights one of 0 or more for each program, not all 0; the same for all when left out
   * @throws RnpError RNP_CONFIG for invalid weights
   */
  blend(programs: tf.Tensor2D, weights?: readonly number[]): tf.Tensor2D {
    this.checkUsable();
    requirePrograms('programs', programs, this.network.latent);
    const count = programs.shape[0];
    const shares = blendShares(weights, count);
    const only = shares.indexOf(1);
    // Nothing of the others: the program itself, to the bit.
    if (only >= 0) return tf.slice(programs, [only, 0], [1, -1]);
    return tf.tidy(() => tf.matMul(tf.tensor2d([[...shares]], [1, count]), programs));
  }

  /**
   * Images → one parse tree each: plain data, parts within parts, with what and where of every node; of parts that the encoder looked at also
   * what was predicted of them. Like the three below it is
   * for models whose decoder runs programs.
   *
   * @param images [b, h, w, c] in [0, 1]
   * @throws RnpError RNP_IMAGES for images of another shape or with values out of [0, 1]; RNP_SHAPE as `encode`;
   *   RNP_DIVERGED when the programs or the parse are no numbers, as weights that have diverged make them; RNP_WEIGHTS once the model has been disposed of; RNP_CONFIG for a
   *   model without parts
   */
  parse(this: Model<RnpNetwork>, images: tf.Tensor4D): Promise<ParseTree[]> {
    return this.ofImages(images, (look) => treesOf(this.network, this.weights, look));
  }

  /**
   * The trees that programs [b, z] draw, whatever they came from: samples, interpolations.
   *
   * @throws RnpError RNP_IMAGES for programs of another shape, RNP_DIVERGED, RNP_WEIGHTS, RNP_CONFIG as `parse`
   */
  async parsePrograms(this: Model<RnpNetwork>, program: tf.Tensor2D): Promise<ParseTree[]> {
    requireParts(this.network);
    return treesOf(this.network, this.weights, { program, levels: [] });
  }

  /** Is it a parse? Purity and effective children per level, top first (docs/model.md). */
  async parseMetrics(this: Model<RnpNetwork>, images: tf.Tensor4D): Promise<ParseMetrics> {
    return parseMetrics([await this.tally(images)]);
  }

  /** The sums behind `parseMetrics` for one batch, to be put together over a data set. */
  tally(this: Model<RnpNetwork>, images: tf.Tensor4D): Promise<ParseTally> {
    return this.ofImages(images, (look) => tallyOf(this.network, this.weights, look));
  }

  /** The same of what programs [b, z] draw. */
  async tallyPrograms(this: Model<RnpNetwork>, program: tf.Tensor2D): Promise<ParseTally> {
    requireParts(this.network);
    return tallyOf(this.network, this.weights, { program, levels: [] });
  }

  /** Frees the weights, and ends a training run of this model, whose next event is the error RNP_WEIGHTS. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    tf.dispose([this.#weights.parameters, this.#weights.runningStatistics] as tf.TensorContainer);
    stopRun(this);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /** What is read of one look at images, whose values are checked first, on every backend. */
  private async ofImages<T>(
    this: Model<RnpNetwork>,
    images: tf.Tensor4D,
    read: (look: GivenTree) => Promise<T>,
  ): Promise<T> {
    requireImages(images, this.network.imageShape);
    await requirePixelsOf(images);
    requireParts(this.network);
    const look = oneLook(this, images);
    try {
      return await read({ program: look.posterior.mean, levels: look.levels });
    } finally {
      tf.dispose(look as unknown as tf.TensorContainer);
    }
  }

  private checkUsable(): void {
    if (this.#disposed) throw disposedModel();
  }
}

/** The config of a network's spec. */
type ConfigOf<N extends Network> = N extends { readonly spec: { readonly config: infer Config } }
  ? Config
  : unknown;
