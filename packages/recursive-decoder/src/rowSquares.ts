// n items

import * as tf from '@tensorflow/tfjs-core';
import { decoderModule } from './wasm/decoderModule.js';
import { ROW_SQUARES } from './wasm/rowSquaresKernels.js';

/**
 * The sum of the squares of each item's entries; on WASM one sweep each way.
 *
 * @param items [n, …]
 * @returns [n], the caller's
 */
export function rowSquares(items: tf.Tensor): tf.Tensor1D {
  if (decoderModule.ensure()) return tf.engine().runKernel(ROW_SQUARES, { x: items }) as tf.Tensor1D;
  return composedRowSquares(items);
}

/** The same from stock operations: other backends, and the oracle of the kernel. */
export function composedRowSquares(items: tf.Tensor): tf.Tensor1D {
  const n = items.shape[0]!;
  return tf.tidy(
    () => tf.sum(tf.square(tf.reshape(items, [n, items.size / Math.max(n, 1)])), 1) as tf.Tensor1D,
  );
}
