// n canvases, h height, w width, c channels
import * as tf from '@tensorflow/tfjs-core';
import { joinedPlaces, type Places } from './frames.js';
import { gaussian } from './gaussian.js';

/** Of a frame's side: the deviation of the blur whose brightest pixel draws attention, and of the window in which it finds its middle. */
const [blurShare, windowShare] = [0.15, 0.18];
/** Of a frame's side: no two places of attention are closer together. */
const apartShare = 0.15;
/** Steps of the mean shift. They stop moving within so many. */
const shifts = 5;

/**
 * Where on canvases there is most to explain: the brightest pixels of the blurred canvas, one after another, each moved to the middle
 * of what lies about it (mean shift; Comaniciu and Meer 2002). Nothing is learned here: it says where to look, not what there is.
 *
 * @param left [n, h, w, c], 0 or more: what is not explained yet
 * @param side of a frame, in pixels
 * @param count places for each canvas
 * @returns [count·n, 1]: of each canvas the brightest, then of each the next
 */
export function placesOf(left: tf.Tensor4D, side: number, count: number): Places {
  const [n, h, w] = left.shape;
  return tf.tidy(() => {
    const ink = tf.mean(left, 3, true) as tf.Tensor4D;
    const { columns, rows } = pixels(h, w);
    let bright = tf.reshape(blurred(ink, blurShare * side), [n, h * w]);
    const brightest = Array.from({ length: count }, () => {
      const at = tf.argMax(bright, 1);
      const [x, y] = [columns, rows].map((of) => tf.reshape(tf.gather(of, at), [n, 1])) as [
        tf.Tensor2D,
        tf.Tensor2D,
      ];
      const isFar = tf.greater(squaredDistance({ x, y }, columns, rows), (apartShare * side) ** 2);
      bright = tf.where(isFar, bright, -1);
      return { x, y };
    });
    // All places in one batch.
    const each = tf.tile(tf.reshape(ink, [n, h * w]), [count, 1]) as tf.Tensor2D;
    return { ...middleOf(each, joinedPlaces(brightest), columns, rows, windowShare * side) };
  });
}

/** A canvas blurred by a Gaussian of this deviation. @param image [n, h, w, c] */
export function blurred(image: tf.Tensor4D, deviation: number): tf.Tensor4D {
  return tf.tidy(() => {
    const kernel = tf.tensor1d([...gaussian(deviation)]);
    // Channel by channel: each is an image of its own.
    const [n, h, w, c] = image.shape;
    const apart = tf.reshape(tf.transpose(image, [0, 3, 1, 2]), [n * c, h, w, 1]) as tf.Tensor4D;
    const across = tf.conv2d(apart, tf.reshape(kernel, [1, -1, 1, 1]) as tf.Tensor4D, 1, 'same');
    const both = tf.conv2d(across, tf.reshape(kernel, [-1, 1, 1, 1]) as tf.Tensor4D, 1, 'same');
    return tf.transpose(tf.reshape(both, [n, c, h, w]), [0, 2, 3, 1]) as tf.Tensor4D;
  });
}

/** The columns and rows of a canvas' pixels, [h·w] each. */
function pixels(h: number, w: number): { readonly columns: tf.Tensor1D; readonly rows: tf.Tensor1D } {
  const columns = tf.reshape(tf.tile(tf.reshape(tf.range(0, w), [1, w]), [h, 1]), [-1]) as tf.Tensor1D;
  const rows = tf.reshape(tf.tile(tf.reshape(tf.range(0, h), [h, 1]), [1, w]), [-1]) as tf.Tensor1D;
  return { columns, rows };
}

/** Of each pixel from each place, [n, h·w]. */
function squaredDistance({ x, y }: Places, columns: tf.Tensor1D, rows: tf.Tensor1D): tf.Tensor2D {
  return tf.add(tf.square(tf.sub(columns, x)), tf.square(tf.sub(rows, y)));
}

/** The middle of the ink about places. @param ink [n, h·w] */
function middleOf(
  ink: tf.Tensor2D,
  start: Places,
  columns: tf.Tensor1D,
  rows: tf.Tensor1D,
  deviation: number,
): Places {
  let place = start;
  for (let shift = 0; shift < shifts; shift++) {
    const near = tf.exp(tf.mul(squaredDistance(place, columns, rows), -0.5 / deviation ** 2));
    place = weightedMiddle(tf.mul(ink, near), place, columns, rows);
  }
  return place;
}

/** The mean place of weights [n, h·w]; where there are none, the place before. */
function weightedMiddle(
  weights: tf.Tensor2D,
  before: Places,
  columns: tf.Tensor1D,
  rows: tf.Tensor1D,
): Places {
  const sum = tf.sum(weights, 1, true);
  const some = tf.greater(sum, 1e-3);
  const mean = (of: tf.Tensor1D, otherwise: tf.Tensor2D): tf.Tensor2D =>
    tf.where(
      some,
      tf.div(tf.sum(tf.mul(weights, of), 1, true), tf.maximum(sum, 1e-3)),
      otherwise,
    ) as tf.Tensor2D;
  return { x: mean(columns, before.x), y: mean(rows, before.y) };
}

/** The middle of what is drawn on canvases [n, h, w, c]; where that is nothing, the place before. */
export function middleOfDrawn(canvases: tf.Tensor4D, before: Places): Places {
  const [n, h, w] = canvases.shape;
  return tf.tidy(() => {
    const { columns, rows } = pixels(h, w);
    const ink = tf.reshape(tf.relu(tf.mean(canvases, 3)), [n, h * w]) as tf.Tensor2D;
    return { ...weightedMiddle(ink, before, columns, rows) };
  });
}
