// Legend: n items, m frames an item, H W canvas, P = H W canvas pixels.
import * as tf from '@tensorflow/tfjs-core';

/** Entries beyond 3.4e30 count as infinite (times this they are); the fused kernels multiply by the same. */
const headroom = 1e8;

/** x and y of points, of one shape. */
export type Grid = readonly [tf.Tensor, tf.Tensor];

/** x and y of every canvas pixel; rounded to float32 once, as in the fused kernels. */
export function canvasValues(H: number, W: number): readonly [Float32Array, Float32Array] {
  const at = (index: number, size: number): number => (size === 1 ? 0 : (2 * index) / (size - 1) - 1);
  const [xs, ys] = [new Float32Array(H * W), new Float32Array(H * W)];
  for (let p = 0; p < H * W; p++) {
    xs[p] = at(p % W, W);
    ys[p] = at(Math.floor(p / W), H);
  }
  return [xs, ys];
}

/** The same, [1, P] each. */
export function canvasGrid(H: number, W: number): Grid {
  const [xs, ys] = canvasValues(H, W);
  return [tf.tensor2d(xs, [1, H * W]), tf.tensor2d(ys, [1, H * W])];
}

/** matrix [n, 2, 3] at every pixel: [n, P] twice, added up in the order the fused kernels use. */
export function affineGrid(matrix: tf.Tensor, [px, py]: Grid): Grid {
  const [a, b, c, d, e, f] = tf.split(tf.reshape(matrix, [-1, 6]), 6, 1);
  return [
    tf.add(tf.add(tf.mul(a!, px), tf.mul(b!, py)), c!),
    tf.add(tf.add(tf.mul(d!, px), tf.mul(e!, py)), f!),
  ];
}

/** 1 where both coordinates in all m frames lie in [-1, 1], else 0: [n, P, 1]. */
export function maskOf(frames: tf.Tensor4D, pixels: Grid): tf.Tensor {
  const [n, m] = frames.shape;
  return tf.tidy(() => {
    const [u, v] = affineGrid(frames, pixels);
    const inside = tf.logicalAnd(tf.lessEqual(tf.abs(u), 1), tf.lessEqual(tf.abs(v), 1));
    // Counted as numbers: WebGPU in TensorFlow.js 4.22 cannot transpose, and so not reduce, what was cast from bool.
    const outside = tf.sub(1, tf.cast(inside, 'float32'));
    const misses = tf.sum(tf.reshape(outside, [n, m, u.shape[1]!]), 1);
    return tf.expandDims(tf.relu(tf.sub(1, misses)), 2);
  });
}

/** 0 for an item whose maps, [n, ...] each, are finite, else NaN: [n, 1, 1]. */
export function poisonOf(...maps: readonly tf.Tensor[]): tf.Tensor {
  const test = (x: tf.Tensor): tf.Tensor =>
    tf.sum(tf.mul(tf.mul(tf.reshape(x, [x.shape[0]!, -1, 1]), headroom), 0), 1, true);
  return tf.tidy(() =>
    maps
      .filter(({ size }) => size > 0)
      .map(test)
      .reduce((all, one) => tf.add(all, one)),
  );
}
