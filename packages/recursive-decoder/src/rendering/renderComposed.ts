// b batch, n programs of a level, t children, h w c canvas

import { placeSum, sampleAffine } from '@rnp/spatial-transformer';
import * as tf from '@tensorflow/tfjs-core';
import { type DecoderConfig, depthOf } from '../decoderConfig.js';
import { check, requireUnrolled } from '../inputChecks.js';
import type { Unrolled } from '../program/unrolled.js';
import { rowSquares } from '../rowSquares.js';
import { type ComposedMaps, composedMaps } from './composedMaps.js';
import { drawLeaves } from './drawLeaves.js';
import { imageOf, levelOver } from './laidOver.js';
import type { RenderedLevel, Rendering } from './rendering.js';
import { sumOfChildren } from './sumOfChildren.js';

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
 * *Recursion*). No leaf is drawn as a separate image, unless leaves are laid over each other (`config.compositing`): memory then grows with
 * leaves × canvas.
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
  if (options.parts !== undefined) check.choice('options.parts', options.parts, [true, false]);
  return tf.tidy(() => {
    const [height, width, channels] = config.imageShape;
    const depth = depthOf(config);
    const maps = composedMaps(unrolled, config);
    if (!(options.parts ?? true)) return { canvas: drawLeaves(unrolled, config, maps), levels: [] };
    if (config.compositing === 'over') return composedOver(unrolled, config, maps);
    const { leaves, frames } = maps;
    const drawn = placeSum(unrolled.leaves, leaves, {
      children: config.childrenPerLevel[depth - 1]!,
      outputShape: [height, width],
      frames,
      border: config.border,
    });
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

/** Each leaf on a canvas of its own, laid over each other from the bottom level up; that is associative, so parts come of it on the way. */
function composedOver(
  { levels, leaves, ground }: Unrolled,
  { imageShape: [height, width], border }: DecoderConfig,
  { leaves: matrices, frames }: ComposedMaps,
): Rendering {
  const drawn: RenderedLevel[] = new Array(levels.length);
  let children = sampleAffine(leaves, matrices, { outputShape: [height, width], frames, border });
  for (let k = levels.length - 1; k >= 0; k--) {
    drawn[k] = levelOver(children, levels[k]!.actions.shape[1]);
    children = drawn[k]!.canvases;
  }
  return { canvas: imageOf(children, ground), levels: drawn };
}
