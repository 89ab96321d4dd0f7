// n programs, t children, z latent, h w c patch

import { unawaited } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig } from '../decoderConfig.js';
import { check, requireConfig, requireParameters } from '../inputChecks.js';
import type { ModuleWeights } from '../program/generateModule.js';
import { repeatPerChild } from '../program/repeatPerChild.js';
import { alphaOf, coloursOf } from '../rendering/alpha.js';
import type { LeafDecoder } from './leafDecoder.js';
import { patchChannels } from './patchChannels.js';
import { patchDecoder } from './patchDecoder.js';

export interface DecodePatchesOptions {
  /** The leaf decoder of a config whose `leaf` is `custom`. */
  readonly leaf?: LeafDecoder;
}

/**
 * D of docs/model.md, *One level*: the patches of the states that one program ran through.
 *
 * @param weights as H_state generates them (`decoder1/kernel` …), each [n, …]
 * @param states [n, t, z]
 * @param program [n, z]; read only with the embedding generator
 * @returns [n·t, h, w, c], not negative; with `compositing: 'over'` [n·t, h, w, c + 1], colours multiplied by alpha, which is last. The caller
 *   owns it
 */
export function decodePatches(
  weights: ModuleWeights,
  config: DecoderConfig,
  states: tf.Tensor3D,
  program: tf.Tensor2D,
  options: DecodePatchesOptions = {},
): tf.Tensor4D {
  requireConfig(config);
  check.options('options', options, [], ['leaf']);
  requireParameters(weights);
  check.tensor('states', states, ['n', 't', config.latent]);
  const decoder = patchDecoder(config, options.leaf);
  for (const [name, shape] of Object.entries(decoder.shapes)) {
    check.tensor(`weights["${name}"]`, weights[name], [states.shape[0], ...shape]);
  }
  check.tensor('program', program, [states.shape[0], config.latent]);
  return tf.tidy(() => {
    const [n, t, z] = states.shape;
    const input =
      config.generator === 'embedding'
        ? (tf.concat([states, tf.reshape(repeatPerChild(program, t), [n, t, z])], 2) as tf.Tensor3D)
        : states;
    const patches = unawaited(decoder.decode(weights, input));
    check.tensor('leaf.decode()', patches, [n * t, ...decoder.patch, patchChannels(config)]);
    return config.compositing === 'over' ? premultiplied(patches) : patches;
  });
}

/**
 * Colours as much as they are seen: sampled between pixels, and placed where nothing is beyond the patch's border, they mix rightly with what is
 * behind (Porter & Duff 1984, section 3).
 */
function premultiplied(patches: tf.Tensor4D): tf.Tensor4D {
  const alpha = alphaOf(patches);
  return tf.concat([tf.mul(coloursOf(patches), alpha), alpha], 3) as tf.Tensor4D;
}
