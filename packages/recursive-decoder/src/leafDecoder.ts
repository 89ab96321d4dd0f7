// n programs, t children, z latent, h w c patch

import { drawPrimitives, hyperConvTranspose, hyperDense } from '@rnp/hypernet';
import * as tf from '@tensorflow/tfjs-core';
import { type DecoderConfig, type PrimitivesLeaf, patchShape } from './decoderConfig.js';
import { densePatches } from './densePatches.js';

import type { ModuleWeights } from './generateModule.js';
import { check, requireConfig, requireParameters } from './inputChecks.js';
import { convTransposeLayers, convTransposeStart, patchDecoderShapes } from './moduleShapes.js';
import { repeatPerChild } from './repeatPerChild.js';

/**
 * D of docs/model.md, *One level*: the patches of the states that one program ran through.
 *
 * @param weights as H_state generates them (`decoder1/kernel` …), each [n, …]
 * @param states [n, t, z]
 * @param program [n, z]; read only with the embedding generator
 * @returns [n·t, h, w, c], not negative; the caller owns it
 */
export function decodePatches(
  weights: ModuleWeights,
  config: DecoderConfig,
  states: tf.Tensor3D,
  program: tf.Tensor2D,
): tf.Tensor4D {
  requireConfig(config);
  requireParameters(weights);
  check.tensor('states', states, ['n', 't', config.latent]);
  for (const [name, shape] of Object.entries(patchDecoderShapes(config))) {
    check.tensor(`weights["${name}"]`, weights[name], [states.shape[0], ...shape]);
  }
  check.tensor('program', program, [states.shape[0], config.latent]);
  return tf.tidy(() => {
    const [n, t, z] = states.shape;
    const [h, w, c] = patchShape(config);
    const input =
      config.generator === 'embedding'
        ? (tf.concat([states, tf.reshape(repeatPerChild(program, t), [n, t, z])], 2) as tf.Tensor3D)
        : states;
    if (config.leaf.kind === 'dense') {
      return tf.reshape(densePatches(input, weights), [n * t, h, w, c]);
    }
    const hidden = layer(input, weights, 'decoder1', 'elu');
    if (config.leaf.kind === 'convTranspose') return convTranspose(hidden, weights);
    const gains = layer(hidden, weights, 'decoder2', 'identity');
    return tf.reshape(drawPrimitives(gains, primitiveBasis(config.leaf, c)), [n * t, h, w, c]);
  });
}

function layer(
  x: tf.Tensor3D,
  weights: ModuleWeights,
  name: string,
  activation: 'elu' | 'identity',
): tf.Tensor3D {
  const kernel = weights[`${name}/kernel`] as tf.Tensor3D;
  return hyperDense(x, kernel, weights[`${name}/bias`] as tf.Tensor2D, activation);
}

/** [n, t, 400] → [n·t, 10, 10, 4] → the transposed convolutions, relu after each. */
function convTranspose(hidden: tf.Tensor3D, weights: ModuleWeights): tf.Tensor4D {
  const { side, channels } = convTransposeStart;
  let maps: tf.Tensor4D = tf.reshape(hidden, [hidden.shape[0] * hidden.shape[1], side, side, channels]);
  convTransposeLayers.forEach(({ stride, pad }, i) => {
    const kernel = weights[`decoder${i + 2}/kernel`] as tf.Tensor5D;
    const bias = weights[`decoder${i + 2}/bias`] as tf.Tensor2D;
    maps = hyperConvTranspose(maps, kernel, bias, { stride, pad, activation: 'relu' });
  });
  return maps;
}

/** [images·c, h, w, c], the gain of image i in channel j colours that channel alone. */
function primitiveBasis(leaf: PrimitivesLeaf, channels: number): tf.Tensor4D {
  const height = leaf.images[0]!.length;
  const width = leaf.images[0]![0]!.length;
  const count = leaf.images.length * channels;
  const basis = new Float32Array(count * height * width * channels);
  leaf.images.forEach((image, i) => {
    const flat = image.flat();
    for (let channel = 0; channel < channels; channel++) {
      const start = (i * channels + channel) * flat.length * channels + channel;
      flat.forEach((value, p) => {
        basis[start + p * channels] = value;
      });
    }
  });
  return tf.tensor4d(basis, [count, height, width, channels]);
}
