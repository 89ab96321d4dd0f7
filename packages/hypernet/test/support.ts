import { createRandom } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';

/** Normal numbers, reproducible. */
export function normals(shape: readonly number[], seed: number, scale = 1): tf.Tensor {
  const random = createRandom(seed);
  const size = shape.reduce((product, n) => product * n, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => scale * random.normal()),
    shape as number[],
  );
}

/** Largest difference between two tensors' entries; NaN counts as infinite. */
export function distance(a: tf.Tensor, b: tf.Tensor | ArrayLike<number>): number {
  const left = a.dataSync();
  const right = b instanceof tf.Tensor ? b.dataSync() : b;
  if (left.length !== right.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < left.length; i++) {
    const d = Math.abs(left[i]! - right[i]!);
    largest = d <= largest ? largest : Number.isNaN(d) ? Number.POSITIVE_INFINITY : d;
  }
  return largest;
}

/** A scalar that every entry of the tensors moves differently, so that no wrong gradient can hide in a sum. */
export function weigh(...tensors: tf.Tensor[]): tf.Tensor {
  return tf.tidy(() =>
    tf.addN(tensors.map((tensor, i) => tf.sum(tf.mul(tensor, normals(tensor.shape, 1000 + i))))),
  );
}
