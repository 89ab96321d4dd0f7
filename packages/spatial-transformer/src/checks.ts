// Legend: n items, m frames an item, h w c patch, H W canvas.
import { type Checks, checksWith, shown } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { ShapeError } from './errors.js';

/** Checks of options, by this package's error. */
export const check: Checks = /* @__PURE__ */ checksWith(
  (path, has, needs) => new ShapeError(path, has, needs),
);

/** Throws unless the parameters are [n, 6]. */
export function checkParams(params: tf.Tensor, items?: number): void {
  checkShape('params', params, [items, 6], '[n, 6]');
}

/** Throws unless the matrix is [n, 2, 3]. */
export function checkMatrix(path: string, matrix: tf.Tensor, items?: number): void {
  checkShape(path, matrix, [items, 2, 3], '[n, 2, 3]');
}

/** Throws unless image [n, h, w, c], matrix [n, 2, 3], frames [n, m, 2, 3] and the canvas fit together. */
export function checkSample(
  image: tf.Tensor,
  matrix: tf.Tensor,
  outputShape: readonly number[],
  frames?: tf.Tensor,
): void {
  checkImage(image);
  checkOutputShape(outputShape);
  checkMatrix('matrix', matrix, image.shape[0]);
  if (frames !== undefined)
    checkShape('options.frames', frames, [image.shape[0], undefined, 2, 3], '[n, m, 2, 3]');
}

/** Throws unless the image is [n, h, w, c] with at least one pixel and one channel. */
export function checkImage(image: tf.Tensor): void {
  checkShape('image', image, [undefined, undefined, undefined, undefined], '[n, h, w, c]');
  if (image.shape.slice(1).some((size) => size < 1)) {
    throw new ShapeError('image', `[${image.shape}]`, '[n, h, w, c] with h, w and c of at least 1');
  }
}

/** Throws unless the canvas size is [H, W], both whole and at least 1. */
export function checkOutputShape(outputShape: readonly number[]): void {
  const fits =
    Array.isArray(outputShape) &&
    outputShape.length === 2 &&
    outputShape.every((size) => Number.isInteger(size) && size > 0);
  if (!fits) {
    throw new ShapeError(
      'options.outputShape',
      Array.isArray(outputShape) ? `[${outputShape}]` : shown(outputShape),
      '[height, width] in whole pixels, 1 or more',
    );
  }
}

/** Throws unless n items split evenly into groups of `children`. */
export function checkChildren(items: number, children: number): void {
  if (!(Number.isInteger(children) && children > 0 && items % children === 0)) {
    throw new ShapeError(
      'options.children',
      shown(children),
      `a whole number that divides the ${items} items of image`,
    );
  }
}

function checkShape(
  path: string,
  tensor: tf.Tensor,
  sizes: readonly (number | undefined)[],
  needs: string,
): void {
  if (!(tensor instanceof tf.Tensor)) throw new ShapeError(path, shown(tensor), `a tensor ${needs}`);
  if (tensor.isDisposed) throw new ShapeError(path, 'a tensor that has been disposed of', needs);
  if (tensor.dtype === 'string' || tensor.dtype === 'complex64') {
    throw new ShapeError(path, `of type ${tensor.dtype}`, `a tensor of numbers ${needs}`);
  }
  const shape = tensor.shape;
  if (shape.length === sizes.length && sizes.every((size, i) => size === undefined || size === shape[i]))
    return;
  const items = sizes[0] === undefined ? '' : ` with n = ${sizes[0]}`;
  throw new ShapeError(path, `[${shape}]`, `${needs}${items}`);
}

/** Throws unless a scale offset is a finite number: a missing one would draw NaN. */
export function checkScaleOffset(path: string, scaleOffset: number): void {
  check.number(path, scaleOffset);
}
