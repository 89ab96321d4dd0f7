// b batch, n programs of a level, t children, h w c canvas

import { placeSum } from '@rnp/spatial-transformer';
import * as tf from '@tensorflow/tfjs-core';
import { type DecoderConfig, depthOf } from '../decoderConfig.js';
import { check, requireUnrolled } from '../inputChecks.js';
import type { Unrolled } from '../program/unrolled.js';
import { rowSquares } from '../rowSquares.js';
import { composedMaps } from './composedMaps.js';
import type { RenderedLevel, Rendering } from './rendering.js';

export interface RenderComposedOptions {
  /**
   * Keep one canvas for each parent, which the overlap penalty needs (default). Without it all leaves of an
   * image are summed at once and `levels` is empty: memory then does not grow with parts × canvas.
   */
  readonly parts?: boolean;
}

/**
 * Draws every leaf straight onto the image by the map composed along its path: one resampling in all. A pixel
 * of a leaf counts only where it lies within every ancestor's frame; `config.border` says how a frame ends (docs/model.md,
 * *Recursion*). No leaf is drawn as a separate image.
 *
 * **Convention** frames span [-1, 1]² with corners on pixel centres, x right, y down.
 *
 * @returns tensors the caller owns; all canvases are image canvases
 */
export function renderComposed(
  unrolled: Unrolled,
  config: DecoderConfig,
  options: RenderComposedOptions = {},
): Rendering {
  requireUnrolled(unrolled, config);
  check.options('options', options, [], ['parts']);
  return tf.tidy(() => {
    const [height, width, channels] = config.imageShape;
    const depth = depthOf(config);
    const { leaves, frames } = composedMaps(unrolled, config);
    const parts = options.parts ?? true;
    const batch = unrolled.levels[0]!.programs.shape[0];
    const children = parts ? config.childrenPerLevel[depth - 1]! : unrolled.leaves.shape[0] / batch;
    const { border } = config;
    const drawn = placeSum(unrolled.leaves, leaves, {
      children,
      outputShape: [height, width],
      frames,
      border,
    });
    if (!parts) return { canvas: drawn.canvas, levels: [] };
    const levels: RenderedLevel[] = new Array(depth);
    levels[depth - 1] = { canvases: drawn.canvas, energy: drawn.energy };
    const pixels = height * width * channels;
    for (let k = depth - 2; k >= 0; k--) {
      const [n, t] = unrolled.levels[k]!.actions.shape;
      const children = levels[k + 1]!;
      const below = tf.reshape(children.canvases, [n, t, pixels]) as tf.Tensor3D;
      // What a child draws alone is its own canvas.
      const squares = rowSquares(children.canvases);
      levels[k + 1] = { ...children, squares };
      levels[k] = {
        canvases: tf.reshape(sumOfChildren(below), [n, height, width, channels]),
        energy: tf.sum(tf.reshape(squares, [n, t]), 1),
      };
    }
    return { canvas: tf.clone(levels[0]!.canvases), levels };
  });
}

/** [n, t, pixels] → [n, 1, pixels]; a product with ones, as summing a middle axis transposes first. */
function sumOfChildren(children: tf.Tensor3D): tf.Tensor3D {
  const [n, t] = children.shape;
  return tf.matMul(tf.ones([n, 1, t]), children) as tf.Tensor3D;
}
