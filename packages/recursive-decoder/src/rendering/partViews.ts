// b batch, n programs of a level, t children, h w c image
import { RnpError } from '@rnp/errors';
import { stopGradient } from '@rnp/nn';
import { affineMatrix, inverseAffine, sampleAffine } from '@rnp/spatial-transformer';
import * as tf from '@tensorflow/tfjs-core';
import { type DecoderConfig, depthOf } from '../decoderConfig.js';
import { check, requireUnrolled } from '../inputChecks.js';
import { actionSize } from '../program/moduleLayout.generated.js';
import { repeatPerChild } from '../program/repeatPerChild.js';
import type { Unrolled } from '../program/unrolled.js';
import { coloursOf } from './alpha.js';
import { multiplyAlongPaths } from './composedMaps.js';
import { stretched } from './laidOver.js';
import { renderComposed } from './renderComposed.js';
import { renderNested } from './renderNested.js';

/**
 * What each child of a level sees of its image: a glimpse through its frame, as large as an image. The first half of the channels is what
 * the whole tree leaves unexplained there (0 where the drawing is right, below 0 where too much is drawn), the second half what the child
 * draws there itself. Their sum is the image less what all others draw: what the child is meant to explain. Where children are laid over each
 * other, the second half is the child over black; of what covers it, or is behind it, the first half tells.
 *
 * Within its frame a child is a whole image, at every level of the tree, so that one encoder can look at all of them (paper, Methods: the same
 * two hypernetworks serve every level).
 *
 * **Convention** frames span [-1, 1]² with corners on pixel centres, x right, y down; beyond the image there is nothing, 0. The views are
 * constants: no gradient flows through them, as none does through `zoom`.
 *
 * @param images [b, h, w, c]
 * @param level whose children look, from 0 at the top
 * @returns [n·t, h, w, 2c], the children of all programs one batch; the caller owns it
 * @throws RnpError RNP_SHAPE if trees or images do not fit the config, RNP_CONFIG if there is no such level
 */
export function partViews(
  unrolled: Unrolled,
  config: DecoderConfig,
  images: tf.Tensor4D,
  level: number,
): tf.Tensor4D {
  requireUnrolled(unrolled, config);
  const depth = depthOf(config);
  if (!Number.isInteger(level) || level < 0 || level >= depth) {
    throw new RnpError('RNP_CONFIG', `must be a whole number from 0 to ${depth - 1}`, { path: 'level' });
  }
  const batch = unrolled.levels[0]!.programs.shape[0];
  check.tensor('images', images, [batch, ...config.imageShape]);
  return stopGradient(() =>
    tf.tidy(() => {
      const unexplained = tf.sub(images, drawn(unrolled, config)) as tf.Tensor4D;
      const frames = inverseAffine(childFrames(unrolled, config, level));
      const [height, width] = config.imageShape;
      const seen = sampleAffine(repeatPerChild(unexplained, frames.shape[0] / batch), frames, {
        outputShape: [height, width],
      });
      return tf.concat([seen, drawnByChildren(unrolled, config, level)], 3);
    }),
  );
}

/** Image frame → the frame of each child of a level, [n·t, 2, 3]. */
function childFrames(unrolled: Unrolled, { scaleOffset }: DecoderConfig, level: number): tf.Tensor3D {
  const own = unrolled.levels.slice(0, level + 1).map(({ actions }, k) => {
    const [n, t] = actions.shape;
    return affineMatrix(tf.reshape(actions, [n * t, actionSize]), scaleOffset[k]!);
  });
  return multiplyAlongPaths(own).leaves;
}

/** Each child of a level alone, its frame as the whole image: [n·t, h, w, c]. */
function drawnByChildren(unrolled: Unrolled, config: DecoderConfig, level: number): tf.Tensor4D {
  const below = level + 1;
  const { childrenPerLevel, scaleOffset, imageShape } = config;
  if (below < childrenPerLevel.length) {
    const { levels, leaves } = unrolled;
    const lower = {
      ...config,
      childrenPerLevel: childrenPerLevel.slice(below),
      scaleOffset: scaleOffset.slice(below),
    };
    return drawn({ levels: levels.slice(below), leaves }, lower);
  }
  const alone = stretched(unrolled.leaves, [imageShape[0], imageShape[1]]);
  return config.compositing === 'over' ? coloursOf(alone) : alone;
}

/** As the config draws, without a canvas for each part where there need not be one. */
function drawn(unrolled: Unrolled, config: DecoderConfig): tf.Tensor4D {
  const { canvas } =
    config.rendering === 'nested'
      ? renderNested(unrolled, config)
      : renderComposed(unrolled, config, { parts: false });
  return canvas;
}
