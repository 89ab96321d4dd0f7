// n samples, t steps, k primitives, h w c image
import { activate } from '@rnp/nn';
import { expectShape } from '@rnp/nn/checks';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Patches made of given images: relu(gains)·primitives (docs/model.md, *Words*; paper Fig. 4A).
 *
 * @param gains [n, t, k], any sign
 * @param images [k, h, w, c], the same for every sample
 * @returns [n, t, h, w, c]
 * @throws RnpError RNP_SHAPE
 */
export function drawPrimitives(gains: tf.Tensor3D, images: tf.Tensor4D): tf.Tensor5D {
  expectShape('drawPrimitives.gains', gains, ['n', 't', 'k']);
  const [n, t, k] = gains.shape;
  expectShape('drawPrimitives.images', images, [k, 'h', 'w', 'c']);
  const [, h, w, c] = images.shape;
  return tf.tidy(() => {
    const positive = activate(tf.reshape(gains, [n * t, k]) as tf.Tensor2D, 'relu');
    const drawn = tf.matMul(positive, tf.reshape(images, [k, h * w * c]) as tf.Tensor2D);
    return tf.reshape(drawn, [n, t, h, w, c]);
  });
}
