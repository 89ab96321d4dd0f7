// Legend: n items, m frames an item, H W canvas, P = H W canvas pixels.
import { stopGradient } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { affineGrid, type Grid, poisonOf } from './affineGrid.js';
import { flattest, pixelStep } from './borderReach.js';

/** Whether frames are borders already: [n, m, 2, 4] fades, [n, m, 2, 3] cuts off. */
export function isSoft({ shape }: tf.TensorInfo): boolean {
  return shape[3] === 4;
}

/**
 * Frames measured in pixels of the canvas: a row [a, b, c, r] for each coordinate of a frame. The point at p lies
 * |a x + b y + c| pixels from the frame's middle line, and the frame's edges r pixels, both at right angles to them; so the border
 * of a turned, stretched or small frame is as wide as that of any other. Differentiable. NaN for an item that has a frame which is
 * not finite.
 *
 * @param frames [n, m, 2, 3]
 * @returns [n, m, 2, 4]
 */
export function bordersOf(frames: tf.Tensor4D, [H, W]: readonly [number, number]): tf.Tensor4D {
  const [n, m] = frames.shape;
  return tf.tidy(() => {
    const rows = tf.reshape(frames, [n * m * 2, 3]);
    const slopes = tf.mul(rows, tf.tensor2d([pixelStep(W), pixelStep(H), 0], [1, 3]));
    const steepness = tf.sqrt(tf.add(tf.sum(tf.square(slopes), 1, true), flattest));
    const reach = tf.div(1, steepness);
    const borders = tf.reshape(tf.concat([tf.mul(rows, reach), reach], 1), [n, m, 2, 4]);
    const poison = stopGradient(() => tf.reshape(poisonOf(frames), [n, 1, 1, 1]));
    return tf.add(borders, poison) as tf.Tensor4D;
  });
}

/**
 * What all m frames let through: 1 within, falling to 0 over the first pixel outside an edge, as a picture of that size does
 * that is sampled bilinearly; at a corner the product of both.
 *
 * @param borders [n, m, 2, 4] of `bordersOf`
 * @returns [n, P, 1]
 */
export function coverageOf(borders: tf.Tensor4D, pixels: Grid): tf.Tensor {
  const [n, m] = borders.shape;
  return tf.tidy(() => {
    const maps = tf.slice(borders, [0, 0, 0, 0], [n, m, 2, 3]);
    const reach = tf.split(tf.reshape(tf.slice(borders, [0, 0, 0, 3], [n, m, 2, 1]), [n * m, 2]), 2, 1);
    const [u, v] = affineGrid(maps, pixels).map((distance, i) => {
      const inside = tf.sub(tf.add(reach[i]!, 1), tf.abs(distance));
      return tf.relu(tf.sub(1, tf.relu(tf.sub(1, inside))));
    });
    const each = tf.reshape(tf.mul(u!, v!), [n, m, -1]);
    // Not tf.prod, which most backends lack, nor tf.split, whose gradient throws where there is one frame.
    const frame = (i: number): tf.Tensor => tf.slice(each, [0, i, 0], [n, 1, each.shape[2]!]);
    const product = Array.from({ length: m }, (_, i) => frame(i)).reduce((all, one) => tf.mul(all, one));
    return tf.reshape(product, [n, -1, 1]);
  });
}
