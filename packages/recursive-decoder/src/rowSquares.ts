// n items
import { defineOp, type Op } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import { wasmRowSquares } from './wasm/rowSquaresKernels.js';

const op: Op<
  { readonly x: tf.Tensor },
  Readonly<Record<string, never>>,
  tf.Tensor1D
> = /* @__PURE__ */ defineOp({
  name: 'rowSquares',
  plain: ({ x }) => plainRowSquares(x),
  wasm: wasmRowSquares,
  gradient: {
    inputs: ['x'],
    compute: ({ dy: [dy], saved: [x], run }) => ({ x: () => run('gradient', { dy: dy!, x: x! })[0]! }),
  },
  plainGradient: {
    outputs: [false],
    compute: ({ dy: [dy], inputs: { x } }) => ({
      x: () => tf.mul(x!, tf.reshape(tf.mul(dy!, 2), [-1, ...Array<number>(x!.rank - 1).fill(1)])),
    }),
  },
});

/**
 * The sum of the squares of each item's entries; on WASM one sweep each way.
 *
 * @param items [n, …]
 * @returns [n], the caller's
 */
export function rowSquares(items: tf.Tensor): tf.Tensor1D {
  return op({ x: items }, {});
}

/** The same from TensorFlow.js's own ops. */
function plainRowSquares(items: tf.Tensor): tf.Tensor1D {
  const n = items.shape[0]!;
  return tf.sum(tf.square(tf.reshape(items, [n, items.size / Math.max(n, 1)])), 1);
}
