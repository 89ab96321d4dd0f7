import { RnpError, shown } from '@rnp/errors';
import type * as tf from '@tensorflow/tfjs-core';
import { check } from '../checks.js';
import { wasmCopyOut } from '../wasm/copyOut.js';
import { defineOp, type Op } from './defineOp.js';

const op: Op<{ readonly x: tf.Tensor }, { readonly target: Float32Array }, tf.Tensor[]> =
  /* @__PURE__ */ defineOp({
    name: 'copyOut',
    plain: ({ x }, { target }) => {
      target.set(x.dataSync());
      return [];
    },
    wasm: wasmCopyOut,
  });

/**
 * Copies the values of a float32 tensor into `target`, which has the same length; on WASM one copy from memory to memory.
 *
 * @throws RnpError `RNP_CONFIG` for another tensor, or a target that is not a Float32Array of its size
 */
export function copyOut(tensor: tf.Tensor, target: Float32Array): void {
  check.tensor('tensor', tensor);
  // By its name: an array of another frame or context is of another class.
  if (Object.prototype.toString.call(target) !== '[object Float32Array]') {
    const complaint = `must be a Float32Array, not ${shown(target)}`;
    throw new RnpError('RNP_CONFIG', complaint, { path: 'target' });
  }
  check.choice('target.length', target.length, [tensor.size]);
  op({ x: tensor }, { target });
}
