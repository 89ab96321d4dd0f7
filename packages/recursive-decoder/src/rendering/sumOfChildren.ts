// n programs of a level, t children
import * as tf from '@tensorflow/tfjs-core';

/** [n, t, pixels] → [n, 1, pixels]; a product with ones, as summing a middle axis transposes first. */
export function sumOfChildren(children: tf.Tensor3D): tf.Tensor3D {
  const [n, t] = children.shape;
  return tf.matMul(tf.ones([n, 1, t]), children) as tf.Tensor3D;
}
