import type { Parameters } from '@rnp/nn';
import {
  decoderShapes,
  initDecoder,
  overlapPenalty,
  patchLoss,
  render,
  renderComposed,
  unroll,
} from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { type Encoder, type EncoderFunction, encoderFromFunction } from './encoder/encoder.js';
import { namedEncoder } from './encoder/namedEncoder.js';
import { ModelError } from './errors.js';
import type { Decoder, Drawing, DrawingTerms, Network } from './network.js';
import { requireNoiseScale } from './posterior.js';
import { requireEncoder } from './requireNetwork.js';
import type { RnpConfig } from './rnpConfig.js';

export interface RnpNetwork extends Network {
  readonly config: RnpConfig;
}

/**
 * Encoder and recursive decoder of a config.
 *
 * @param encoder needed when the config says `custom`
 * @throws ModelError RNP_CONFIG, or the decoder's own errors, for what is no whole config and no encoder
 */
export function rnpNetwork(config: RnpConfig, encoder?: Encoder | EncoderFunction): RnpNetwork {
  const decoder = recursiveDecoder(config);
  requireNoiseScale('noiseScale', config.noiseScale);
  return {
    config,
    imageShape: config.imageShape,
    latent: config.latent,
    noiseScale: config.noiseScale,
    encoder: encoderOf(config, encoder),
    decoder,
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

function recursiveDecoder(config: RnpConfig): Decoder {
  return {
    shapes: decoderShapes(config),
    normed: ['state', 'policy'],
    init: (random) => initDecoder(config, random),
    draw: (parameters, program, images, terms) => draw(config, parameters, program, images, terms),
  };
}

function draw(
  config: RnpConfig,
  parameters: Parameters,
  program: tf.Tensor2D,
  images: tf.Tensor4D | null,
  { overlap, patchWeight }: DrawingTerms,
): Drawing {
  const wantsOverlap = overlap.some((weight) => weight > 0);
  const unrolled = unroll(parameters, config, program, { innerPatches: patchWeight > 0 });
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
