// Legend: n items, h w c patch, H W canvas.
import * as tf from '@tensorflow/tfjs-core';
import { affineMatrix } from './affineMatrix.js';
import { check, checkImage, checkOutputShape, checkParams, checkScaleOffset } from './checks.js';
import { sampleAffine } from './sampleAffine.js';

export interface PlaceOptions {
  /** Added to both scales, see {@link affineMatrix}. */
  readonly scaleOffset: number;
  /** Height and width of the canvas in pixels. */
  readonly outputShape: readonly [number, number];
}

/**
 * Places each patch on a canvas of its own by its action (docs/model.md, *Placing a part*). Differentiable in
 * image and params.
 *
 * **Convention**: {@link affineMatrix} for the parameters, {@link sampleAffine} for the pixels.
 *
 * @param image [n, h, w, c]
 * @param params [n, 6]: scaleX, rotation, shear, scaleY, translateX, translateY, each in [-1, 1]
 * @returns [n, H, W, c], the caller's
 * @throws RnpError RNP_SHAPE
 */
export function place(image: tf.Tensor4D, params: tf.Tensor2D, options: PlaceOptions): tf.Tensor4D {
  check.options('options', options, ['scaleOffset', 'outputShape']);
  checkScaleOffset('options.scaleOffset', options.scaleOffset);
  checkImage(image);
  const { outputShape } = options;
  checkOutputShape(outputShape);
  checkParams(params, image.shape[0]);
  return tf.tidy(() => sampleAffine(image, affineMatrix(params, options.scaleOffset), { outputShape }));
}
