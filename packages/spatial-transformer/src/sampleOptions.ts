// Legend: n items, m frames an item, H W canvas.
import type * as tf from '@tensorflow/tfjs-core';

export interface SampleOptions {
  /** Height and width of the canvas in pixels. */
  readonly outputShape: readonly [number, number];
  /** [n, m, 2, 3], canvas -> each ancestor's frame: a pixel counts only where all |coordinates| <= 1. */
  readonly frames?: tf.Tensor4D | undefined;
  /**
   * How frames end. 'hard' (default): cut off, without a gradient. 'soft': outside an edge, what is drawn falls to 0 within one pixel of
   * the canvas, measured at right angles to the edge whatever the frame's size; differentiable in the frames.
   */
  readonly border?: 'hard' | 'soft' | undefined;
}
