// Legend: n items, h w c image, H W output.
import { stopGradient } from '@rnp/nn';
import type * as tf from '@tensorflow/tfjs-core';
import { affineMatrix } from './affineMatrix.js';
import { check, checkImage, checkOutputShape, checkParams, checkScaleOffset } from './checks.js';
import { inverseAffine } from './inverseAffine.js';
import type { PlaceOptions } from './place.js';
import { sampleAffine } from './sampleAffine.js';

/**
 * The reverse of {@link place}: shows the region of an image that a part placed by `params` covers. The result is a
 * constant: no gradient flows through it, neither to the image nor to the parameters.
 *
 * **Convention**: the output pixel at p shows the image at `inverse(matrix)(p)`; otherwise as {@link place}.
 *
 * @param image [n, h, w, c]
 * @param params [n, 6]: scaleX, rotation, shear, scaleY, translateX, translateY, each in [-1, 1]
 * @returns [n, H, W, c], the caller's
 * @throws RnpError RNP_SHAPE
 */
export function zoom(image: tf.Tensor4D, params: tf.Tensor2D, options: PlaceOptions): tf.Tensor4D {
  check.options('options', options, ['scaleOffset', 'outputShape']);
  checkScaleOffset('options.scaleOffset', options.scaleOffset);
  checkImage(image);
  const { outputShape } = options;
  checkOutputShape(outputShape);
  checkParams(params, image.shape[0]);
  return stopGradient(() =>
    sampleAffine(image, inverseAffine(affineMatrix(params, options.scaleOffset)), { outputShape }),
  );
}
