// b batch, n programs of a level, t children, z latent
import { addAll } from '@rnp/backend';
import type { InferredLevel } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import type { Posterior } from '../encoder/encoder.js';
import type { FreeTree } from '../infer/freeTree.js';

/**
 * How far the children found are from what their programs predict, Σ ‖z_i − ẑ_i‖² + ‖a_i − â_i‖² over the nodes of all images: the error
 * that each program's own network is to answer for.
 *
 * @param predicted of each level, top first
 */
export function nodeErrors(tree: FreeTree, predicted: readonly InferredLevel[]): tf.Scalar {
  const errors = predicted.flatMap((level, k) =>
    (['states', 'actions'] as const).map((kind) =>
      tf.sum(tf.square(tf.sub(tree[`${kind}/${k}`]!, level[kind]))),
    ),
  );
  return addAll(errors) as tf.Scalar;
}

/**
 * How unlikely the encoder's answers make the programs found, −ln q(z | x) in nats without its constant: ½ Σ (z − mean)²·exp(−lv) + lv over
 * all images. Its precision comes to be how close the encoder is.
 *
 * @param program [b, z]
 */
export function encoderError({ mean, logVariance }: Posterior, program: tf.Tensor2D): tf.Scalar {
  const missed = tf.mul(tf.square(tf.sub(program, mean)), tf.exp(tf.neg(logVariance)));
  return tf.mul(tf.sum(tf.add(missed, logVariance)), 0.5) as tf.Scalar;
}
