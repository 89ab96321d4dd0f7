// Legend: n items, m frames an item, h w c patch, H W canvas.
import { stopGradient } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { canvasGrid, poisonOf } from './affineGrid.js';
import type { denseSample } from './denseSample.js';
import { coverageOf, isSoft } from './softBorder.js';

/**
 * A sampler, with frames that may be soft: then the whole patch is drawn and multiplied by what they let through.
 *
 * @param image [n, h, w, c]
 * @param matrix [n, 2, 3]
 * @param frames [n, m, 2, 3], a constant, or the [n, m, 2, 4] of `bordersOf`, differentiable; m may be 0
 * @returns [n, H, W, c]
 */
export function softSample(
  sample: typeof denseSample,
  image: tf.Tensor4D,
  matrix: tf.Tensor3D,
  outputShape: readonly [number, number],
  frames: tf.Tensor4D,
): tf.Tensor4D {
  if (!isSoft(frames) || frames.size === 0) return sample(image, matrix, outputShape, frames);
  return tf.tidy(() => {
    const [n] = image.shape;
    const poison = stopGradient(() => poisonOf(frames));
    const none = tf.zeros([n, 0, 2, 3]) as tf.Tensor4D;
    const drawn = sample(image, tf.add(matrix, poison), outputShape, none);
    const coverage = coverageOf(frames, canvasGrid(...outputShape));
    return tf.mul(drawn, tf.reshape(coverage, [n, ...outputShape, 1])) as tf.Tensor4D;
  });
}
