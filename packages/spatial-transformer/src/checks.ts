// Legend: n items, m frames an item, h w c patch, H W canvas.
import { type ArgumentChecks, argumentChecks, RnpError, shown } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import type { SampleOptions } from './sampleOptions.js';

/** Checks of options, by this package's error. */
export const check: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, complaint) => new RnpError('RNP_SHAPE', complaint, { path }),
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
  { outputShape, frames, border }: SampleOptions,
): void {
  checkImage(image);
  checkOutputShape(outputShape);
  checkMatrix('matrix', matrix, image.shape[0]);
  if (frames !== undefined)
    checkShape('options.frames', frames, [image.shape[0], undefined, 2, 3], '[n, m, 2, 3]');
  if (border !== undefined) check.choice('options.border', border, ['hard', 'soft']);
}

/** Throws unless the image is [n, h, w, c] with at least one pixel and one channel. */
export function checkImage(image: tf.Tensor): void {
  checkShape('image', image, [undefined, undefined, undefined, undefined], '[n, h, w, c]');
  if (image.shape.slice(1).some((size) => size < 1)) {
    throw new RnpError(
      'RNP_SHAPE',
      `must be [n, h, w, c] with h, w and c of at least 1, not ${shown([...image.shape])}`,
      { path: 'image' },
    );
  }
}

/** Throws unless the canvas size is [H, W], both whole and at least 1. */
export function checkOutputShape(outputShape: readonly number[]): void {
  const fits =
    Array.isArray(outputShape) &&
    outputShape.length === 2 &&
    outputShape.every((size) => Number.isInteger(size) && size > 0);
  if (!fits) {
    throw new RnpError(
      'RNP_SHAPE',
      `must be [height, width] in whole pixels, 1 or more, not ${shown(outputShape)}`,
      { path: 'options.outputShape' },
    );
  }
}

/** Throws unless n items split evenly into groups of `children`. */
export function checkChildren(items: number, children: number): void {
  if (!(Number.isInteger(children) && children > 0 && items % children === 0)) {
    throw new RnpError(
      'RNP_SHAPE',
      `must be a whole number that divides the ${items} items of image, not ${shown(children)}`,
      { path: 'options.children' },
    );
  }
}

function checkShape(
  path: string,
  tensor: tf.Tensor,
  sizes: readonly (number | undefined)[],
  needs: string,
): void {
  const refuse = (what: string, has: string): RnpError =>
    new RnpError('RNP_SHAPE', `must be ${what}${needs}, not ${has}`, { path });
  if (!(tensor instanceof tf.Tensor)) throw refuse('a tensor ', shown(tensor));
  if (tensor.isDisposed) throw refuse('a tensor ', 'one that has been disposed of');
  if (tensor.dtype === 'string' || tensor.dtype === 'complex64') {
    throw refuse('a tensor of numbers ', `one of type ${tensor.dtype}`);
  }
  const shape = tensor.shape;
  if (shape.length === sizes.length && sizes.every((size, i) => size === undefined || size === shape[i]))
    return;
  const items = sizes[0] === undefined ? '' : ` with n = ${sizes[0]}`;
  throw new RnpError('RNP_SHAPE', `must be ${needs}${items}, not [${shape.join(', ')}]`, { path });
}

/** Throws unless a scale offset is a finite number: a missing one would draw NaN. */
export function checkScaleOffset(path: string, scaleOffset: number): void {
  check.number(path, scaleOffset);
}
