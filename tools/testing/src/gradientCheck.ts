import * as tf from '@tensorflow/tfjs-core';
import { mulberry } from './mulberry.js';

export interface GradientCheckOptions {
  /** Half the distance between the two evaluations; float32 wants 1e-3 … 1e-2. */
  readonly step?: number;
  /** Largest accepted |numeric − analytic| / max(|numeric|, |analytic|, floor). */
  readonly tolerance?: number;
  /** Random directions tried per input. */
  readonly directions?: number;
  readonly seed?: number;
}

/**
 * Compares the gradient of a scalar function with central differences along random directions, one input
 * at a time. A direction mixes every entry of an input, so each wrong entry shows in the directional
 * derivative; keep the inputs away from kinks (relu at 0, pixel borders), where no derivative exists.
 *
 * @param f maps the inputs to a scalar tensor
 * @throws Error naming the input whose gradient disagrees
 */
export function gradientCheck(
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
  inputs: readonly tf.Tensor[],
  options: GradientCheckOptions = {},
): void {
  const { step = 5e-3, tolerance = 2e-2, directions = 3, seed = 1 } = options;
  const random = mulberry(seed);
  const gradients = tf.grads((...xs: tf.Tensor[]) => f(...xs) as tf.Scalar)(inputs as tf.Tensor[]);
  try {
    inputs.forEach((input, index) => {
      for (let d = 0; d < directions; d++) {
        const direction = Float32Array.from({ length: input.size }, () => random() * 2 - 1);
        const analytic = tf.tidy(
          () => tf.sum(tf.mul(gradients[index]!, tf.tensor(direction, input.shape))).dataSync()[0]!,
        );
        const at = (sign: number): number =>
          tf.tidy(() => {
            const moved = tf.add(
              input,
              tf.tensor(
                direction.map((v) => v * sign * step),
                input.shape,
              ),
            );
            return f(...inputs.map((other, i) => (i === index ? moved : other))).dataSync()[0]!;
          });
        const numeric = (at(1) - at(-1)) / (2 * step);
        const scale = Math.max(Math.abs(numeric), Math.abs(analytic), 1e-2);
        if (!(Math.abs(numeric - analytic) <= tolerance * scale)) {
          throw new Error(
            `input ${index}, direction ${d}: analytic ${analytic}, finite difference ${numeric}`,
          );
        }
      }
    });
  } finally {
    tf.dispose(gradients);
  }
}
