// Legend: n items, t children of one parent, m frames an item, h w c patch, H W canvas.
import { prepareBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { check, checkChildren, checkSample } from './checks.js';
import { sampleInputs } from './sampleAffine.js';
import { sampleSum } from './sampleOp.js';
import type { SampleOptions } from './sampleOptions.js';

export interface PlaceSumOptions extends SampleOptions {
  /** How many consecutive items share a canvas. */
  readonly children: number;
}

export interface PlacedSum {
  /** [n / t, H, W, c], the sum of the placed children. */
  readonly canvas: tf.Tensor4D;
  /** [n / t], the sum over children, pixels and channels of the squared placed values. */
  readonly energy: tf.Tensor1D;
}

/**
 * {@link sampleAffine} of every item, summed over each parent's children, without storing the single placed
 * children: memory and time grow with the covered pixels. The energy is what an overlap penalty
 * Σ[(Σ p)² - Σ p²] needs besides the canvas. Both outputs are differentiable in what {@link sampleAffine} is.
 *
 * **Convention**: as in {@link sampleAffine}; items t·i … t·i + t - 1 belong to canvas i.
 *
 * @param image [n, h, w, c]
 * @param matrix [n, 2, 3]
 * @returns both tensors are the caller's
 * @throws RnpError RNP_SHAPE
 */
export function placeSum(image: tf.Tensor4D, matrix: tf.Tensor3D, options: PlaceSumOptions): PlacedSum {
  check.options('options', options, ['outputShape', 'children'], ['frames', 'border']);
  const { outputShape, children } = options;
  checkSample(image, matrix, options);
  checkChildren(image.shape[0], children);
  prepareBackend();
  const [canvas, energy] = tf.tidy(() => {
    const inputs = sampleInputs(image, matrix, options);
    return sampleSum(inputs, { outputShape: [...outputShape], children });
  });
  return { canvas: canvas as tf.Tensor4D, energy: energy as tf.Tensor1D };
}
