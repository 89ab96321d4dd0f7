// b batch, n programs of a level, t children, h w c canvas

import type * as tf from '@tensorflow/tfjs-core';

/** One level of a drawing. */
export type RenderedLevel = {
  /**
   * [n, h, w, c] what each program of this level drew, its children summed up or laid over each other: on its own canvas with nested
   * rendering, on the image canvas with composed. Laid over each other: [n, h, w, c + 1], colours multiplied by alpha, which is last.
   */
  readonly canvases: tf.Tensor4D;
  /** [n] Σ of squares over the children of each program, their pixels and channels, each child placed alone; of those laid over each other, of their
   * alphas. */
  readonly energy: tf.Tensor1D;
  /** [n] Σ of squares over each sum of children, where it is not that of `canvases` or the drawing had to compute it. */
  readonly squares?: tf.Tensor1D;
  /** [n·t, h, w, c] the children placed on those canvases, where asked for; with alpha where they have one. */
  readonly placed?: tf.Tensor4D;
};

/** Drawn program trees; plain arrays of tensors for `tf.tidy` and `tf.dispose`. */
export type Rendering = {
  /** [b, h, w, c] the images. */
  readonly canvas: tf.Tensor4D;
  /** Top first. A level's children are the next level's canvases, the last level's the leaf patches. */
  readonly levels: RenderedLevel[];
};
