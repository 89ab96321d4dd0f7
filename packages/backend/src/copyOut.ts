import * as tf from '@tensorflow/tfjs-core';
import { check } from './checks.js';
import { COPY_OUT } from './wasm/copyOut.js';
import { trainingKernels } from './wasm/trainingKernels.js';

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
  if (trainingKernels.ensure()) {
    tf.engine().runKernel(COPY_OUT, { x: tensor }, { target } as unknown as tf.NamedAttrMap);
  } else {
    target.set(tensor.dataSync());
  }
}
