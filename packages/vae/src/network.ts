import type { Parameters, Random, Shapes } from '@rnp/nn';
import type { DecoderConfig, InferredLevel, Rendering, Unrolled } from '@rnp/recursive-decoder';
import type * as tf from '@tensorflow/tfjs-core';
import type { ConvVaeConfig } from './baseline/convVaeConfig.js';
import type { Encoder } from './encoder/encoder.js';
import type { NoiseScale } from './posterior.js';
import type { RnpConfig } from './rnp/rnpConfig.js';

/** What a term of the loss reads beside the canvas; only requested outputs are computed. */
export interface DecodeOptions {
  /** The canvas of each part: `tree.rendering.levels` is not empty. */
  readonly parts?: boolean;
  /** The patches of inner levels' states: `tree.unrolled.levels[k].patches`. */
  readonly innerPatches?: boolean;
  /** Children of the first levels, top first, that stand in for what their programs predict: where an encoder has looked at them. */
  readonly given?: readonly InferredLevel[];
  /** [b, h, w, c] or [1, h, w, c]: what is behind all parts, in place of what the program says; parts that are summed have no ground. */
  readonly ground?: tf.Tensor4D;
}

/** Programs that ran, and what they drew, level by level. */
export interface DecodedTree {
  readonly config: DecoderConfig;
  readonly unrolled: Unrolled;
  readonly rendering: Rendering;
  /** What programs predict of the children that were given, level by level. */
  readonly predicted: readonly InferredLevel[];
}

/** What program vectors decode to. The caller owns all tensors. */
export interface Decoded {
  /** [b, h, w, c] */
  readonly canvas: tf.Tensor4D;
  /** Null where a decoder has no parts; terms of the loss that look at parts are refused then. */
  readonly tree: DecodedTree | null;
}

/** program vectors → images, with named weights. */
export interface Decoder {
  readonly shapes: Shapes;
  /** Prefixes of the weights whose norm λ multiplies (‖H_state‖, ‖H_policy‖). */
  readonly normed: readonly string[];
  init(random: Random): Parameters;
  /** @param program [b, z] */
  decode(parameters: Parameters, program: tf.Tensor2D, options?: DecodeOptions): Decoded;
}

/** What a network is built from; plain JSON. */
export type NetworkSpec =
  | { readonly kind: 'rnp'; readonly config: RnpConfig }
  | { readonly kind: 'conv-vae'; readonly config: ConvVaeConfig };

/** The kind of a saved model: a recursive neural program, or the convolutional baseline. */
export type ModelKind = NetworkSpec['kind'];

/** An encoder and a decoder that share a latent space; weights are kept apart, under encoder/ and decoder/. */
export interface Network {
  readonly imageShape: readonly [number, number, number];
  readonly latent: number;
  readonly noiseScale: NoiseScale;
  readonly encoder: Encoder;
  readonly decoder: Decoder;
  /** What it was built from; none for a network of one's own. */
  readonly spec?: NetworkSpec;
  /** The parts that came of the spec. A network whose own are others is not what its spec says. */
  readonly built?: Pick<Network, 'encoder' | 'decoder'>;
}
