import * as tf from '@tensorflow/tfjs-core';

/** Least-squares fits on [-½, ½], in x²: sin(πx)/x within 6e-11, cos(πx) within 3e-10. */
const sine = [Math.PI, -5.167712765, 2.550163319, -0.5992521978, 0.0820504018, -0.007028386387];
const cosine = [1, -4.934802137, 4.05870916, -1.335212003, 0.2349373138, -0.02439632435];

const imprecise: ReadonlySet<string> = new Set(['webgl', 'webgpu']);

/** Whether the active backend leaves sin and cos to a graphics driver, which may be right to three digits only. */
export function hasImpreciseSine(): boolean {
  return imprecise.has(tf.getBackend());
}

/**
 * sin(πx) and cos(πx) from sums and products alone, which are right on every graphics card; from half the angle, whose double is
 * exact enough. Within 1e-6.
 *
 * @param x in [-1, 1], of any shape
 */
export function turn(x: tf.Tensor): { readonly sin: tf.Tensor; readonly cos: tf.Tensor } {
  const half = tf.mul(x, 0.5);
  const square = tf.square(half);
  const s = tf.mul(half, polynomial(square, sine));
  const c = polynomial(square, cosine);
  return { sin: tf.mul(tf.mul(s, c), 2), cos: tf.sub(1, tf.mul(tf.square(s), 2)) };
}

/** Horner's rule. */
function polynomial(x: tf.Tensor, coefficients: readonly number[]): tf.Tensor {
  return coefficients
    .slice(0, -1)
    .reduceRight<tf.Tensor>(
      (sum, coefficient) => tf.add(tf.mul(sum, x), coefficient),
      tf.scalar(coefficients.at(-1)!),
    );
}
