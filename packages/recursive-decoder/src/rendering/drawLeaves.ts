// b batch, h w c patch, H W image
import { placeSum, sampleAffine } from '@rnp/spatial-transformer';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig } from '../decoderConfig.js';
import { check, requireUnrolled } from '../inputChecks.js';
import type { Unrolled } from '../program/unrolled.js';
import type { ComposedMaps } from './composedMaps.js';
import { canvasesOver, imageOf } from './laidOver.js';

/**
 * Draws all leaves of each image at once, each by its map: summed, or laid over each other, as the config says.
 *
 * @param maps such as `composedMaps` tells of the trees, or the same moved
 * @returns [b, H, W, c], the caller's
 * @throws RnpError RNP_SHAPE if leaves and maps are not as many
 */
export function drawLeaves(unrolled: Unrolled, config: DecoderConfig, maps: ComposedMaps): tf.Tensor4D {
  requireUnrolled(unrolled, config);
  check.object('maps', maps);
  const { levels, leaves, ground } = unrolled;
  const { border, compositing } = config;
  const [height, width] = config.imageShape;
  const { leaves: matrices, frames } = maps;
  check.tensor('maps.leaves', matrices, [leaves.shape[0], 2, 3]);
  const children = leaves.shape[0] / levels[0]!.programs.shape[0];
  const options = { outputShape: [height, width] as const, frames, border };
  return tf.tidy(() =>
    compositing === 'over'
      ? imageOf(canvasesOver(sampleAffine(leaves, matrices, options), children), ground)
      : placeSum(leaves, matrices, { ...options, children }).canvas,
  );
}
