// Legend: n items, m frames an item, h w c patch, H W canvas.
import { prepareBackend } from '@rnp/backend';
import { stopGradient } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { check, checkSample } from './checks.js';
import { float } from './float.js';
import { type SampleInputs, sample } from './sampleOp.js';
import type { SampleOptions } from './sampleOptions.js';
import { bordersOf } from './softBorder.js';

/**
 * Draws each patch on a canvas of its own: the pixel at p shows the patch at `matrix · (p, 1)`, bilinear, a
 * missing neighbour counting as 0. Differentiable in image and matrix, and in frames with a soft border. On the WASM, WebGL 2 and
 * WebGPU backends fused kernels visit only the pixels that a part covers; other backends use hat-function products.
 *
 * **Convention**: matrices map canvas -> patch, both frames in [-1, 1] with corners on pixel centres
 * (align_corners = true), x right, y down: pixel coordinate = (u + 1) / 2 · (size - 1). A canvas side of one
 * pixel lies at 0; a patch side of one pixel is hit by every coordinate, as in PyTorch's `affine_grid` and
 * `grid_sample`. Where a point falls exactly on a pixel the derivative from the right (below) is taken.
 *
 * An item whose matrix or frames contain NaN or infinity (beyond 3.4e30) is NaN everywhere, and so are its gradients.
 * Values are not checked, since that would read them back: NaN in an image goes on into the drawing.
 *
 * @param image [n, h, w, c]
 * @param matrix [n, 2, 3]
 * @returns [n, H, W, c], the caller's
 * @throws RnpError RNP_SHAPE
 */
export function sampleAffine(image: tf.Tensor4D, matrix: tf.Tensor3D, options: SampleOptions): tf.Tensor4D {
  check.options('options', options, ['outputShape'], ['frames', 'border']);
  const { outputShape } = options;
  checkSample(image, matrix, options);
  prepareBackend();
  return tf.tidy(() => {
    const inputs = sampleInputs(image, matrix, options);
    return sample(inputs, { outputShape: [...outputShape], children: 1 });
  });
}

/** What the kernels read: float32 only, and frames that cut off as constants ([n, 0, 2, 3] where there are none). */
export function sampleInputs(
  image: tf.Tensor4D,
  matrix: tf.Tensor3D,
  { frames, border, outputShape }: SampleOptions,
): SampleInputs {
  const masks = (given: tf.Tensor4D): tf.Tensor4D =>
    border === 'soft' ? bordersOf(given, outputShape) : stopGradient(() => tf.clone(given));
  return {
    image: float(image),
    matrix: float(matrix),
    frames: frames && frames.size > 0 ? masks(float(frames)) : tf.zeros([image.shape[0], 0, 2, 3]),
  };
}
