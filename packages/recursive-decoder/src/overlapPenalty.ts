// b batch, n programs of a level
import { RnpError } from '@rnp/errors';

import * as tf from '@tensorflow/tfjs-core';
import { requireLevelWeights, requireRendering } from './inputChecks.js';
import type { Rendering } from './rendering/rendering.js';
import { rowSquares } from './rowSquares.js';

/**
 * docs/model.md, *The loss*: Σ over levels of weight · Σ_px [(Σ_t p_t)² − Σ_t p_t²], p_t a parent's placed
 * children, summed over the parents. It is measured where the rendering drew: on the image canvas when
 * composed, on each parent's canvas when nested. Where children are laid over each other, p_t is what they cover, their alpha.
 *
 * @param weights one per level, top first; a level of weight 0 costs nothing
 * @returns [b] per image, not averaged; the caller owns it
 * @throws RnpError RNP_SHAPE if the weights don't match the levels
 */
export function overlapPenalty(rendering: Rendering, weights: readonly number[]): tf.Tensor1D {
  requireRendering(rendering);
  const { levels, canvas } = rendering;
  if (levels.length === 0) {
    throw new RnpError('RNP_SHAPE', 'has no canvas per part; render with parts: true', { path: 'rendering' });
  }
  requireLevelWeights(weights, levels.length);
  const batch = canvas.shape[0];
  return tf.tidy(() => {
    let penalty: tf.Tensor1D = tf.zeros([batch]);
    levels.forEach((level, k) => {
      if (weights[k] === 0) return;
      const n = level.canvases.shape[0];
      const together = level.squares ?? rowSquares(level.canvases);
      const perImage = tf.sum(tf.reshape(tf.sub(together, level.energy), [batch, n / batch]), 1);
      penalty = tf.add(penalty, tf.mul(perImage, weights[k]!));
    });
    return penalty;
  });
}
