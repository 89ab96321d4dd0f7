// Legend: n items, m frames an item, h w c patch, H W canvas, P = H W canvas pixels.
import * as tf from '@tensorflow/tfjs-core';
import { cutGradient } from './cutGradient.js';

/** Entries beyond 3.4e30 count as infinite (times this they are); the fused kernels multiply by the same. */
const headroom = 1e8;

/**
 * Bilinear sampling written as matrix products with hat functions: portable to every backend, and what the
 * fused kernels are tested against. Time and memory grow with n · P · (w + h · c).
 *
 * An item whose matrix or frames are not finite is NaN all over. A patch holding NaN or infinity may turn its
 * whole canvas into NaN here (0 · NaN); the fused kernels confine it to the pixels it touches.
 *
 * @param image [n, h, w, c]
 * @param matrix [n, 2, 3]
 * @param frames [n, m, 2, 3], a constant; m may be 0
 * @returns [n, H, W, c]
 */
export function denseSample(
  image: tf.Tensor4D,
  matrix: tf.Tensor3D,
  outputShape: readonly [number, number],
  frames: tf.Tensor4D,
): tf.Tensor4D {
  const [n, h, w, c] = image.shape;
  const [H, W] = outputShape;
  if (n === 0) return tf.zeros([0, H, W, c]);
  return tf.tidy(() => {
    const pixels = canvasPoints(H, W);
    const poison = cutGradient(() => poisonOf(matrix, frames));
    const [u, v] = points(tf.add(matrix, poison) as tf.Tensor3D, pixels);
    const weightX = hats(u, w);
    const weightY = hats(v, h);
    const columns = tf.reshape(tf.transpose(image, [0, 2, 1, 3]), [n, w, h * c]);
    const rows = tf.reshape(tf.matMul(weightX, tf.add(columns, poison)), [n, H * W, h, c]);
    const drawn = tf.sum(tf.mul(rows, tf.expandDims(weightY, 3)), 2);
    const masked =
      frames.size > 0
        ? tf.mul(
            drawn,
            cutGradient(() => maskOf(frames, pixels)),
          )
        : drawn;
    return tf.reshape(masked, [n, H, W, c]) as tf.Tensor4D;
  });
}

type Points = readonly [tf.Tensor, tf.Tensor];

/** x and y of every canvas pixel, [1, P] each; rounded to float32 once, as in the fused kernels. */
function canvasPoints(H: number, W: number): Points {
  const at = (index: number, size: number): number => (size === 1 ? 0 : (2 * index) / (size - 1) - 1);
  const xs = Float32Array.from({ length: H * W }, (_, p) => at(p % W, W));
  const ys = Float32Array.from({ length: H * W }, (_, p) => at(Math.floor(p / W), H));
  return [tf.tensor2d(xs, [1, H * W]), tf.tensor2d(ys, [1, H * W])];
}

/** matrix [n, 2, 3] at every pixel: [n, P] twice, added up in the order the fused kernels use. */
function points(matrix: tf.Tensor, [px, py]: Points): Points {
  const [a, b, c, d, e, f] = tf.split(tf.reshape(matrix, [-1, 6]), 6, 1);
  return [
    tf.add(tf.add(tf.mul(a!, px), tf.mul(b!, py)), c!),
    tf.add(tf.add(tf.mul(d!, px), tf.mul(e!, py)), f!),
  ];
}

/**
 * Weights max(0, 1 - |q - j|) of the patch pixels j = 0 ... size - 1 for coordinates [n, P] in [-1, 1], q in
 * pixels: [n, P, size]. Where q falls exactly on a pixel the derivative from the right is taken, for all
 * weights alike; those of the stock ops take a different side for each.
 */
function hats(coordinate: tf.Tensor, size: number): tf.Tensor3D {
  const weights = tf.customGrad((q, save) => {
    (save as (tensors: tf.Tensor[]) => void)([q as tf.Tensor]);
    const distance = tf.abs(tf.sub(tf.expandDims(q as tf.Tensor, 2), pixelsOf(size)));
    return {
      value: tf.relu(tf.sub(1, distance)),
      gradFunc: (dy, saved) => slope(dy, (saved as tf.Tensor[])[0]!),
    };
  });
  return weights(tf.mul(tf.add(coordinate, 1), (size - 1) / 2)) as tf.Tensor3D;
}

/** Upstream of the weights [n, P, size] -> gradient of q [n, P]: falling from the pixel at floor(q) to the next. */
function slope(dy: tf.Tensor, q: tf.Tensor): tf.Tensor {
  // By floor, not by q - j in [-1, 0): for tiny negative q the difference rounds to the border. q · 0 hands on NaN.
  const left = tf.expandDims(tf.floor(q), 2);
  const pixels = pixelsOf(dy.shape[2]!);
  const falling = tf.cast(tf.equal(left, pixels), 'float32');
  const rising = tf.cast(tf.equal(tf.add(left, 1), pixels), 'float32');
  return tf.add(tf.sum(tf.mul(dy, tf.sub(rising, falling)), 2), tf.mul(q, 0));
}

/** 0 ... size - 1 as float32. */
function pixelsOf(size: number): tf.Tensor1D {
  return tf.range(0, size, 1, 'float32');
}

/** 1 where both coordinates in all m frames lie in [-1, 1], else 0: [n, P, 1]. */
function maskOf(frames: tf.Tensor4D, pixels: Points): tf.Tensor {
  const [n, m] = frames.shape;
  return tf.tidy(() => {
    const [u, v] = points(frames, pixels);
    const inside = tf.logicalAnd(tf.lessEqual(tf.abs(u), 1), tf.lessEqual(tf.abs(v), 1));
    return tf.expandDims(tf.min(tf.reshape(tf.cast(inside, 'float32'), [n, m, u.shape[1]!]), 1), 2);
  });
}

/** 0 for an item whose matrix and frames are finite, else NaN: [n, 1, 1]. */
function poisonOf(matrix: tf.Tensor3D, frames: tf.Tensor4D): tf.Tensor {
  const test = (x: tf.Tensor): tf.Tensor =>
    tf.sum(tf.mul(tf.mul(tf.reshape(x, [matrix.shape[0], -1, 1]), headroom), 0), 1, true);
  return tf.tidy(() => (frames.size > 0 ? tf.add(test(matrix), test(frames)) : test(matrix)));
}
