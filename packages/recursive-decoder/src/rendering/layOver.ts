// n canvases, t layers of each, p pixels, c channels, of which the last is alpha
import * as tf from '@tensorflow/tfjs-core';

/**
 * Layers laid over each other, later ones above: a over b is a + (1 − α_a) · b, in colours multiplied by alpha and in alpha itself (Porter &
 * Duff 1984, *over*). That is associative, so neighbours are joined pair by pair, all pairs at once, in log₂ t rounds.
 *
 * @param layers [n, t, p, c]
 * @returns [n, p, c], the caller's
 */
export function layOver(layers: tf.Tensor4D): tf.Tensor3D {
  return tf.tidy(() => {
    let left = layers;
    while (left.shape[1] > 1) left = joinedPairs(left);
    const [n, , p, c] = left.shape;
    return tf.reshape(left, [n, p, c]);
  });
}

/** [n, t, p, c] → [n, ⌈t/2⌉, p, c] */
function joinedPairs(layers: tf.Tensor4D): tf.Tensor4D {
  const [n, t, p, c] = layers.shape;
  const half = Math.ceil(t / 2);
  // A layer that covers nothing, below all others, changes nothing.
  const even = t % 2 === 0 ? layers : tf.concat([tf.zeros([n, 1, p, c]), layers], 1);
  const pairs = tf.reshape(even, [n * half, 2, p, c]);
  const below = tf.slice(pairs, [0, 0, 0, 0], [-1, 1, -1, -1]);
  const above = tf.slice(pairs, [0, 1, 0, 0], [-1, 1, -1, -1]);
  const alpha = tf.slice(above, [0, 0, 0, c - 1], [-1, -1, -1, 1]);
  const joined = tf.add(above, tf.mul(tf.sub(1, alpha), below));
  return tf.reshape(joined, [n, half, p, c]);
}
