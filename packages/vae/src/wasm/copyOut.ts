import * as tf from '@tensorflow/tfjs-core';
import { COPY_OUT, optimiserModule } from './optimiserKernels.js';

/** A float32 tensor's values into `target`, which has as many; on WASM one copy from memory to memory. */
export function copyOut(tensor: tf.Tensor, target: Float32Array): void {
  if (optimiserModule.ensure()) {
    tf.engine().runKernel(COPY_OUT, { x: tensor }, { target } as unknown as tf.NamedAttrMap);
  } else {
    target.set(tensor.dataSync());
  }
}
