import * as tf from '@tensorflow/tfjs-core';

/** The same numbers as float32: kernels read nothing else, and WASM's of other types warn and give zeros. */
export function float<T extends tf.Tensor>(x: T): T {
  return x.dtype === 'float32' ? x : tf.cast(x, 'float32');
}
