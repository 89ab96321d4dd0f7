// b batch, n programs of a level, t children
import { RnpError } from '@rnp/errors';
import { place, sampleAffine } from '@rnp/spatial-transformer';
import * as tf from '@tensorflow/tfjs-core';
import { type DecoderConfig, depthOf } from './decoderConfig.js';
import { requireLevelWeights, requireRendering, requireUnrolled } from './inputChecks.js';
import { actionSize } from './program/moduleLayout.generated.js';
import type { Unrolled } from './program/unrolled.js';
import { alphaOf } from './rendering/alpha.js';
import { composedMaps } from './rendering/composedMaps.js';
import type { Rendering } from './rendering/rendering.js';

/**
 * docs/model.md, *The loss*: Σ over levels of weight · Σ over parents of Σ_t m_t² / (M + 1) / (the image's ink of that level + 1), m_t the ink that
 * child t draws, M that of the parent's children together. A parent counts as its ink does, as in `parseMetrics`: of an image with ink the sum is 1 where
 * one child of each draws all, 1/T where T draw equally much. The 1, the ink of one white pixel, is why nothing is drawn for evenness's sake.
 * Least overlap is had by a single child that draws all; this is what that costs.
 *
 * A child's ink is measured where the rendering drew it. Of leaves on the image, and wherever rendering is nested, each child is placed alone for
 * that, which takes memory and time for children × canvas; of parts of a composed drawing it is on their canvases already. Laid over each
 * other, alpha stands for ink.
 *
 * @param unrolled what `rendering` was drawn of
 * @param rendering with the canvas of each part
 * @param weights one per level, top first; a level of weight 0 costs nothing
 * @returns [b] per image, not averaged; the caller owns it
 * @throws RnpError RNP_SHAPE if the weights don't match the levels, or the rendering is not of this tree
 */
export function evennessPenalty(
  unrolled: Unrolled,
  rendering: Rendering,
  config: DecoderConfig,
  weights: readonly number[],
): tf.Tensor1D {
  requireUnrolled(unrolled, config);
  requireRendering(rendering);
  const depth = depthOf(config);
  if (rendering.levels.length !== depth) {
    const problem = `has ${rendering.levels.length} levels where ${depth} are needed; render with parts: true`;
    throw new RnpError('RNP_SHAPE', problem, { path: 'rendering' });
  }
  requireLevelWeights(weights, depth);
  const batch = rendering.canvas.shape[0];
  return tf.tidy(() => {
    let penalty: tf.Tensor1D = tf.zeros([batch]);
    weights.forEach((weight, k) => {
      if (weight === 0) return;
      const [n, t] = unrolled.levels[k]!.actions.shape;
      const ink = tf.reshape(childInk(unrolled, rendering, config, k), [batch, n / batch, t]);
      const all = tf.sum(ink, 2);
      const uneven = tf.sum(tf.div(tf.sum(tf.square(ink), 2), tf.add(all, 1)), 1);
      penalty = tf.add(penalty, tf.mul(tf.div(uneven, tf.add(tf.sum(all, 1), 1)), weight));
    });
    return penalty;
  });
}

/** [n·t] what each child of a level draws, summed over pixels and channels. */
function childInk(unrolled: Unrolled, { levels }: Rendering, config: DecoderConfig, k: number): tf.Tensor1D {
  const composed = config.rendering === 'composed';
  const children = levels[k + 1]?.canvases ?? unrolled.leaves;
  const drawn =
    composed && k < levels.length - 1 ? children : placedAlone(unrolled, children, config, k, composed);
  const ink = config.compositing === 'over' ? alphaOf(drawn) : drawn;
  return tf.sum(tf.reshape(ink, [ink.shape[0], -1]), 1);
}

/** [n·t, h, w, c] each child on a canvas of its own, as the rendering draws it. */
function placedAlone(
  unrolled: Unrolled,
  children: tf.Tensor4D,
  config: DecoderConfig,
  k: number,
  composed: boolean,
): tf.Tensor4D {
  const [height, width] = config.imageShape;
  if (composed) {
    const { leaves, frames } = composedMaps(unrolled, config);
    return sampleAffine(children, leaves, { outputShape: [height, width], frames, border: config.border });
  }
  const params = tf.reshape(unrolled.levels[k]!.actions, [-1, actionSize]) as tf.Tensor2D;
  const outputShape = (k > 0 && config.canvas) || ([height, width] as const);
  return place(children, params, { scaleOffset: config.scaleOffset[k]!, outputShape });
}
