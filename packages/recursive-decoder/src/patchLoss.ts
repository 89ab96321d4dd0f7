// b batch, n programs of a level, t children, h w c image or patch
import { RnpError } from '@rnp/errors';

import { zoom } from '@rnp/spatial-transformer';
import * as tf from '@tensorflow/tfjs-core';
import { type DecoderConfig, depthOf } from './decoderConfig.js';
import { check, requireUnrolled } from './inputChecks.js';
import { patchShape } from './leaf/patchDecoder.js';
import { actionSize } from './program/moduleLayout.generated.js';
import { repeatPerChild } from './program/repeatPerChild.js';
import type { Unrolled } from './program/unrolled.js';
import { coloursOf } from './rendering/alpha.js';

/**
 * Eq. (2) with docs/model.md's reading: Σ over inner levels and their children of ‖D(z_t) − zoom(x, a_t)‖², D the patch decoder
 * that the same program generated. Below the top, x is the parent's own zoomed view of the image (what the
 * parent is meant to explain), at the image's size. Leaves are compared by the reconstruction itself, so a
 * tree of one level has no patch loss. A patch with alpha is compared as it looks over black.
 *
 * **Convention** zoom is the inverse of place; it is sampled at the patch's size and carries no gradient, so
 * that only D and the states learn from this term.
 *
 * @param unrolled with `innerPatches`
 * @param images [b, h, w, c]
 * @returns [b] per image, without λ_patch; the caller owns it
 * @throws RnpError RNP_SHAPE if inner levels have no patches or the images don't fit
 */
export function patchLoss(unrolled: Unrolled, config: DecoderConfig, images: tf.Tensor4D): tf.Tensor1D {
  requireUnrolled(unrolled, config);
  check.tensor('images', images);
  const batch = unrolled.levels[0]!.programs.shape[0];
  if (images.shape.join() !== [batch, ...config.imageShape].join()) {
    throw new RnpError(
      'RNP_SHAPE',
      `have shape [${images.shape}] where [${[batch, ...config.imageShape]}] is needed`,
      { path: 'images' },
    );
  }
  const inner = unrolled.levels.slice(0, depthOf(config) - 1);
  if (inner.some((level) => !level.patches)) {
    throw new RnpError('RNP_SHAPE', 'has no inner patches; unroll with innerPatches: true', {
      path: 'unrolled',
    });
  }
  const [height, width] = config.imageShape;
  const [patchHeight, patchWidth, channels] = patchShape(config);
  for (const [k, { actions, patches }] of inner.entries()) {
    const count = actions.shape[0] * actions.shape[1];
    check.tensor(`unrolled.levels[${k}].patches`, patches, [count, patchHeight, patchWidth, channels]);
  }
  return tf.tidy(() => {
    let loss: tf.Tensor1D = tf.zeros([batch]);
    let view = images;
    inner.forEach((level, k) => {
      const [n, t] = level.actions.shape;
      const params = tf.reshape(level.actions, [n * t, actionSize]) as tf.Tensor2D;
      const scaleOffset = config.scaleOffset[k]!;
      const seen = repeatPerChild(view, t);
      const target = zoom(seen, params, { scaleOffset, outputShape: [patchHeight, patchWidth] });
      const drawn = config.compositing === 'over' ? coloursOf(level.patches!) : level.patches!;
      const error = tf.square(tf.sub(drawn, target));
      loss = tf.add(loss, tf.sum(tf.reshape(error, [batch, -1]), 1));
      if (k < inner.length - 1) view = zoom(seen, params, { scaleOffset, outputShape: [height, width] });
    });
    return loss;
  });
}
