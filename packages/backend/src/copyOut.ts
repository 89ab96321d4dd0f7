import type * as tf from '@tensorflow/tfjs-core';
import { check } from './checks.js';
import { defineOp, type Op } from './ops/defineOp.js';
import { wasmCopyOut } from './wasm/copyOut.js';

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
 * A float32 tensor's values into `target`, which has as many; on WASM one copy from memory to memory.
 *
 * @throws RnpError `RNP_CONFIG` for another tensor, or a target that is no Float32Array of its size
 */
export function copyOut(tensor: tf.Tensor, target: Float32Array): void {
  check.tensor('tensor', tensor);
  const kind = Object.prototype.toString.call(target);
  check.choice('target', kind, ['[object Float32Array]']);
  check.choice('target.length', target.length, [tensor.size]);
  op({ x: tensor }, { target });
}
