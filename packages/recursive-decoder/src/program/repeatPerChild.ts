// n items, t children

import { sizeOf } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Repeats every item t times, the copies next to each other: [n, ...rest] → [n·t, ...rest], the order in which
 * the children of all programs form one batch.
 */
export function repeatPerChild<T extends tf.Tensor>(items: T, children: number): T {
  if (children === 1) return tf.clone(items);
  return tf.tidy(() => {
    const [n, ...rest] = items.shape as [number, ...number[]];
    const size = sizeOf(rest);
    // A broadcast product: tile() is some 200 times slower on WASM.
    const copies = tf.mul(tf.reshape(items, [n, 1, size]), tf.ones([1, children, 1]));
    return tf.reshape(copies, [n * children, ...rest]) as T;
  });
}
