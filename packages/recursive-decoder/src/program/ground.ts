// b batch, z latent, h w c picture
import {
  dense,
  denseShapes,
  initDense,
  type Parameters,
  prefixed,
  type Random,
  type Shapes,
  select,
} from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig } from '../decoderConfig.js';

/** Few units and pixels: light that falls off and broad shades fit in, a figure does not. */
const hidden = 32;
const side = 7;

/** Whether the top program draws one; parts that are summed hide nothing, and have none. */
function hasGround({ ground, compositing }: DecoderConfig): boolean {
  return ground === 'program' && compositing === 'over';
}

/** The shapes of its weights, by name; none where there is no ground. */
export function groundShapes(config: DecoderConfig): Shapes {
  if (!hasGround(config)) return {};
  const { latent, imageShape } = config;
  return prefixed(
    {
      ...prefixed(denseShapes(latent, hidden), 'dense1'),
      ...prefixed(denseShapes(hidden, side * side * imageShape[2]), 'dense2'),
    },
    'ground',
  );
}

/** Fresh weights; the caller owns them. */
export function initGround(config: DecoderConfig, random: Random): Parameters {
  if (!hasGround(config)) return {};
  const { latent, imageShape } = config;
  return prefixed(
    {
      ...prefixed(initDense(latent, hidden, random), 'dense1'),
      ...prefixed(initDense(hidden, side * side * imageShape[2], random), 'dense2'),
    },
    'ground',
  );
}

/**
 * The picture behind all parts that top programs draw: z → 32 (elu) → 7×7 (sigmoid). Its two layers are ordinary ones, as it has no parts whose
 * weights a program would have to tell apart.
 *
 * @param program [b, z]
 * @returns [b, h, w, c] in [0, 1], to be stretched over the image; undefined where there is no ground
 */
export function programGround(
  params: Parameters,
  config: DecoderConfig,
  program: tf.Tensor2D,
): tf.Tensor4D | undefined {
  if (!hasGround(config)) return undefined;
  const { imageShape } = config;
  const own = select(params, 'ground');
  const units = dense(program, own['dense1/kernel']!, own['dense1/bias'], 'elu');
  const values = dense(units, own['dense2/kernel']!, own['dense2/bias'], 'sigmoid');
  return tf.reshape(values, [program.shape[0], side, side, imageShape[2]]);
}
