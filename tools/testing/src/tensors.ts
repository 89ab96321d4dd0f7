import * as tf from '@tensorflow/tfjs-core';
import { mulberry } from './mulberry.js';

/**
 * Normal numbers of one seed, the same everywhere. Not by `tf.randomNormal`, for which the seed 0 is none, nor by @rnp/nn, which
 * is tested with them.
 */
export function normals(shape: readonly number[], seed: number, scale = 1): tf.Tensor {
  const random = mulberry(seed);
  // Box and Muller's; 1 − u is never 0.
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () => scale * normal()),
    [...shape],
  );
}

/** Largest difference between two tensors' entries; NaN and another number of entries count as infinite. */
export function distance(a: tf.Tensor, b: tf.Tensor | ArrayLike<number>): number {
  const left = a.dataSync();
  const right = b instanceof tf.Tensor ? b.dataSync() : b;
  if (left.length !== right.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < left.length; i++) {
    const d = Math.abs(left[i]! - right[i]!);
    if (Number.isNaN(d)) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, d);
  }
  return largest;
}

/** A scalar that every entry of the tensors moves differently, so that no wrong gradient can hide in a sum. */
export function weigh(...tensors: tf.Tensor[]): tf.Tensor {
  return tf.tidy(() =>
    tf.addN(tensors.map((tensor, i) => tf.sum(tf.mul(tensor, normals(tensor.shape, 1000 + i))))),
  );
}
