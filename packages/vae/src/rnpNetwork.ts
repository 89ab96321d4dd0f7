import type { Parameters } from '@rnp/nn';
import {
  decoderShapes,
  initDecoder,
  type LeafDecoder,
  overlapPenalty,
  patchLoss,
  render,
  renderComposed,
  requireLeaf,
  unroll,
} from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { checkSetting } from './checks.js';
import { type Encoder, type EncoderFunction, encoderFromFunction } from './encoder/encoder.js';
import { namedEncoder } from './encoder/namedEncoder.js';
import { ModelError } from './errors.js';
import type { Decoder, Drawing, DrawingTerms, Network } from './network.js';
import { requireNoiseScale } from './posterior.js';
import { requireEncoder } from './requireNetwork.js';
import type { RnpConfig } from './rnpConfig.js';

export interface RnpNetwork extends Network {
  readonly config: RnpConfig;
  /** The caller's own, where the config says `custom`. */
  readonly leaf?: LeafDecoder;
}

/** What a config cannot hold, as it is no JSON. */
export interface RnpParts {
  /** An encoder of one's own, or a fixed function images → posterior; needed when the config says `custom`. */
  readonly encoder?: Encoder | EncoderFunction;
  /** A leaf decoder of one's own; needed when the config's `leaf` is `custom`. */
  readonly leaf?: LeafDecoder;
}

/**
 * Encoder and recursive decoder of a config.
 *
 * @param parts needed where the config says `custom`
 * @throws ModelError RNP_CONFIG, or the decoder's own errors, for what is no whole config, no encoder, and no leaf decoder
 *   that the config tells of
 */
export function rnpNetwork(config: RnpConfig, parts: RnpParts = {}): RnpNetwork {
  checkSetting.options('parts', parts, [], ['encoder', 'leaf']);
  const { encoder, leaf } = parts;
  const decoder = recursiveDecoder(config, leaf);
  requireNoiseScale('noiseScale', config.noiseScale);
  return {
    config,
    imageShape: config.imageShape,
    latent: config.latent,
    noiseScale: config.noiseScale,
    encoder: encoderOf(config, encoder),
    decoder,
    ...(leaf === undefined ? {} : { leaf }),
  };
}

function encoderOf(config: RnpConfig, given: Encoder | EncoderFunction | undefined): Encoder {
  if (typeof given === 'function') return encoderFromFunction(given);
  if (given !== undefined) {
    requireEncoder('encoder', given);
    return given;
  }
  if (config.encoder === 'custom') {
    throw new ModelError(
      'RNP_CONFIG',
      'this model has an encoder of its own; pass it as `encoder`',
      'encoder',
    );
  }
  return namedEncoder(config.encoder, config.imageShape, config.latent);
}

function recursiveDecoder(config: RnpConfig, leaf: LeafDecoder | undefined): Decoder {
  requireLeaf(config, leaf);
  return {
    shapes: decoderShapes(config),
    normed: ['state', 'policy'],
    init: (random) => initDecoder(config, random),
    draw: (parameters, program, images, terms) => draw({ config, leaf }, parameters, program, images, terms),
  };
}

function draw(
  { config, leaf }: Pick<RnpNetwork, 'config' | 'leaf'>,
  parameters: Parameters,
  program: tf.Tensor2D,
  images: tf.Tensor4D | null,
  { overlap, patchWeight }: DrawingTerms,
): Drawing {
  const wantsOverlap = overlap.some((weight) => weight > 0);
  const unrolled = unroll(parameters, config, program, { innerPatches: patchWeight > 0, leaf });
  // Without the penalty no part needs a canvas of its own, so composed drawing sums all leaves at once.
  const drawn =
    config.rendering === 'composed' && !wantsOverlap
      ? renderComposed(unrolled, config, { parts: false })
      : render(unrolled, config);
  return {
    canvas: drawn.canvas,
    overlap: wantsOverlap ? (tf.sum(overlapPenalty(drawn, overlap)) as tf.Scalar) : null,
    patch:
      patchWeight > 0 && images !== null
        ? (tf.mul(tf.sum(patchLoss(unrolled, config, images)), patchWeight) as tf.Scalar)
        : null,
  };
}
