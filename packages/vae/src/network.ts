import type { Parameters, Random, Shapes } from '@rnp/nn';
import type * as tf from '@tensorflow/tfjs-core';
import type { Encoder } from './encoder/encoder.js';
import type { NoiseScale } from './posterior.js';

/** Terms of the loss that come from drawing, beside the squared error. */
export interface DrawingTerms {
  /** Weights of the overlap penalty, top level first; empty for none. */
  readonly overlap: readonly number[];
  /** Weight of the patch term, Eq. (2); 0 for none. */
  readonly patchWeight: number;
}

/** Program vectors drawn. Scalars are sums over the batch, weighted; null where the term is off. */
export interface Drawing {
  /** [b, h, w, c] */
  readonly canvas: tf.Tensor4D;
  readonly overlap: tf.Scalar | null;
  readonly patch: tf.Scalar | null;
}

/** program vectors → images, with named weights. */
export interface Decoder {
  readonly shapes: Shapes;
  /** Prefixes of the weights whose norm λ multiplies (‖H_state‖, ‖H_policy‖). */
  readonly normed: readonly string[];
  init(random: Random): Parameters;
  /**
   * @param program [b, z]
   * @param images [b, h, w, c], what is to be drawn; the patch term looks at it
   */
  draw(
    parameters: Parameters,
    program: tf.Tensor2D,
    images: tf.Tensor4D | null,
    terms: DrawingTerms,
  ): Drawing;
}

/** An encoder and a decoder that share a latent space; weights are kept apart, under encoder/ and decoder/. */
export interface Network {
  readonly imageShape: readonly [number, number, number];
  readonly latent: number;
  readonly noiseScale: NoiseScale;
  readonly encoder: Encoder;
  readonly decoder: Decoder;
}
