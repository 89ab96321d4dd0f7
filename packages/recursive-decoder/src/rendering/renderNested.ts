// b batch, n programs of a level, t children, h w c canvas

import { affineMatrix, type PlacedSum, place, placeSum } from '@rnp/spatial-transformer';
import * as tf from '@tensorflow/tfjs-core';
import { type DecoderConfig, depthOf } from '../decoderConfig.js';
import { check, requireUnrolled } from '../inputChecks.js';
import { actionSize } from '../program/moduleLayout.generated.js';
import type { Unrolled } from '../program/unrolled.js';
import { imageOf, levelOver } from './laidOver.js';
import type { RenderedLevel, Rendering } from './rendering.js';

export interface RenderNestedOptions {
  /** Also return every placed child as an image of its own. */
  readonly placed?: boolean;
}

/**
 * Draws as Eq. (1) does: the leaves are placed on their parent's canvas and summed, or laid over each other, that canvas is placed on
 * the grandparent's, and so on; the image is resampled once per level.
 *
 * **Convention** every canvas spans [-1, 1]² with corners on pixel centres, x right, y down. The top canvas has
 * the image's size, inner ones `config.canvas` or the image's size. Nothing outside a canvas survives.
 *
 * @returns tensors the caller owns
 */
export function renderNested(
  unrolled: Unrolled,
  config: DecoderConfig,
  options: RenderNestedOptions = {},
): Rendering {
  requireUnrolled(unrolled, config);
  check.options('options', options, [], ['placed']);
  if (options.placed !== undefined) check.choice('options.placed', options.placed, [true, false]);
  return tf.tidy(() => {
    const [height, width] = config.imageShape;
    const levels: RenderedLevel[] = new Array(depthOf(config));
    const over = config.compositing === 'over';
    let children = unrolled.leaves;
    for (let k = depthOf(config) - 1; k >= 0; k--) {
      const [n, t] = unrolled.levels[k]!.actions.shape;
      const params = tf.reshape(unrolled.levels[k]!.actions, [n * t, actionSize]) as tf.Tensor2D;
      const scaleOffset = config.scaleOffset[k]!;
      const outputShape =
        k === 0 ? ([height, width] as const) : (config.canvas ?? ([height, width] as const));
      const placed =
        over || options.placed ? place(children, params, { scaleOffset, outputShape }) : undefined;
      const level = over
        ? levelOver(placed!, t)
        : levelOfSums(placeSum(children, affineMatrix(params, scaleOffset), { children: t, outputShape }));
      levels[k] = options.placed ? { ...level, placed: placed! } : level;
      children = level.canvases;
    }
    return { canvas: over ? imageOf(children, unrolled.ground) : tf.clone(children), levels };
  });
}

function levelOfSums({ canvas, energy }: PlacedSum): RenderedLevel {
  return { canvases: canvas, energy };
}
