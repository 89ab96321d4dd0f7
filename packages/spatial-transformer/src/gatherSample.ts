// Legend: n items, m frames an item, h w c patch, H W canvas, P = H W canvas pixels, taps: the four neighbours of a point.
import * as tf from '@tensorflow/tfjs-core';
import { affineGrid, canvasGrid, canvasValues, poisonOf } from './affineGrid.js';

type Size = readonly [number, number];

/** Where each canvas pixel falls in its patch. */
interface Taps {
  /** [n·P] of the upper left tap, in all the patches with their rims laid end to end. */
  readonly index: tf.Tensor1D;
  /** [n·P, 1] how far the point lies right of (below) that tap, in patch pixels. */
  readonly tx: tf.Tensor;
  readonly ty: tf.Tensor;
  /** [n·P, 1] 1 − tx and 1 − ty. */
  readonly sx: tf.Tensor;
  readonly sy: tf.Tensor;
  /** [n·P, 1], for all channels [n·P, c], bool: within reach of the patch, and in all frames. */
  readonly visible: tf.Tensor;
}

/**
 * Bilinear sampling that reads the four taps of every canvas pixel: time and memory grow with n · P · c, whatever the
 * patch's size. For backends that gather and scatter well. Values as `denseSample`; a patch pixel that is NaN
 * spreads only to the canvas pixels that touch it.
 *
 * @param image [n, h, w, c]
 * @param matrix [n, 2, 3]
 * @param frames [n, m, 2, 3], a constant; m may be 0
 * @returns [n, H, W, c]
 */
export function gatherSample(
  image: tf.Tensor4D,
  matrix: tf.Tensor3D,
  outputShape: Size,
  frames: tf.Tensor4D,
): tf.Tensor4D {
  const [n, , , c] = image.shape;
  const [H, W] = outputShape;
  if (n === 0) return tf.zeros([0, H, W, c]);
  const sample = tf.customGrad((...args) => {
    const [patches, maps, save] = args as unknown as [tf.Tensor4D, tf.Tensor3D, (kept: tf.Tensor[]) => void];
    const read = readingOf(patches, maps, outputShape, frames);
    save(readingKeys.map((key) => read[key]));
    return {
      value: draw(read, patches.shape, outputShape),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        tf.tidy(() => {
          const kept = Object.fromEntries(
            readingKeys.map((key, i) => [key, saved[i]!]),
          ) as unknown as Reading;
          return gradients(dy, kept, patches.shape, outputShape);
        }),
    };
  });
  return sample(image, matrix) as tf.Tensor4D;
}

/** What is read for every canvas pixel, and kept for the gradient. */
interface Reading extends Taps {
  /** [n·P, c] the values of the upper left, upper right, lower left and lower right tap. */
  readonly v00: tf.Tensor;
  readonly v01: tf.Tensor;
  readonly v10: tf.Tensor;
  readonly v11: tf.Tensor;
  /** [n, 1, 1], 0 or NaN. */
  readonly poison: tf.Tensor;
}

const readingKeys = [
  'index',
  'tx',
  'ty',
  'sx',
  'sy',
  'visible',
  'v00',
  'v01',
  'v10',
  'v11',
  'poison',
] as const;

function readingOf(image: tf.Tensor4D, matrix: tf.Tensor3D, canvas: Size, frames: tf.Tensor4D): Reading {
  const [, h, w, c] = image.shape;
  const taps = tapsOf(matrix, frames, [h, w], canvas);
  const [v00, v01, v10, v11] = readTaps(image, taps.index);
  const visible = broadcast(taps.visible, c);
  return { ...taps, visible, v00, v01, v10, v11, poison: poisonOf(matrix, frames) };
}

function draw(
  { tx, ty, sx, sy, visible, v00, v01, v10, v11, poison }: Reading,
  [n, , , c]: tf.Tensor4D['shape'],
  [H, W]: Size,
): tf.Tensor4D {
  const value = mix(mix(v00, sx, v01, tx), sy, mix(v10, sx, v11, tx), ty);
  const drawn = chosen(visible, value);
  return tf.add(tf.reshape(drawn, [n, H, W, c]), tf.expandDims(poison, 3)) as tf.Tensor4D;
}

/** dy [n, H, W, c] → the gradients of image and matrix. */
function gradients(
  dy: tf.Tensor,
  { index, tx, ty, sx, sy, visible, v00, v01, v10, v11, poison }: Reading,
  [n, h, w, c]: tf.Tensor4D['shape'],
  canvas: Size,
): [tf.Tensor, tf.Tensor] {
  const upstream = tf.reshape(dy, [-1, c]);
  const g = chosen(visible, upstream);

  const shares = [tf.mul(g, sx), tf.mul(g, tx)].flatMap((side) => {
    const below = tf.mul(side, ty);
    return [tf.sub(side, below), below];
  });
  const offsets = tf.tensor2d([0, w + 2, 1, w + 3], [4, 1], 'int32');
  const at = tf.reshape(tf.add(offsets, index), [-1, 1]);
  // Not unsortedSegmentSum: the cpu backend goes through everything once a segment.
  const padded = tf.scatterND(at, tf.concat(shares, 0), [n * (h + 2) * (w + 2), c]);
  const inner = tf.slice(tf.reshape(padded, [n, h + 2, w + 2, c]), [0, 1, 1, 0], [n, h, w, c]);

  const along = tf.mul(g, mix(tf.sub(v01, v00), sy, tf.sub(v11, v10), ty));
  const down = tf.mul(g, mix(tf.sub(v10, v00), sx, tf.sub(v11, v01), tx));
  const slopes = [along, down].map((slope, axis) => {
    const perPixel = tf.reshape(tf.sum(slope, 1), [n, canvas[0] * canvas[1]]) as tf.Tensor2D;
    return tf.matMul(perPixel, pixelRows(canvas, ([w, h][axis]! - 1) / 2));
  });
  return [tf.add(inner, tf.expandDims(poison, 3)), tf.add(tf.stack(slopes, 1), poison)];
}

function tapsOf(matrix: tf.Tensor3D, frames: tf.Tensor4D, [h, w]: Size, [H, W]: Size): Taps {
  const n = matrix.shape[0];
  const pixels = canvasGrid(H, W);
  // What is not finite is painted over with NaN in the end, and must not become an index.
  const finite = tf.equal(tf.mul(matrix, 0), 0);
  const [u, v] = affineGrid(chosen(finite, matrix), pixels);
  const [x, y] = [tapOf(u, w), tapOf(v, h)];
  let visible = tf.logicalAnd(x.within, y.within);
  if (frames.size > 0) visible = tf.logicalAnd(visible, isInside(frames, pixels));
  // Whole numbers as float32, but for the place of the patch, which may be larger than those.
  const place = tf.cast(tf.add(tf.mul(y.first, w + 2), x.first), 'int32');
  const size = (h + 2) * (w + 2);
  const begins = tf.tensor2d(
    Int32Array.from({ length: n }, (_, i) => i * size + w + 3),
    [n, 1],
    'int32',
  );
  const column = (t: tf.Tensor): tf.Tensor => tf.reshape(t, [-1, 1]);
  const [tx, ty] = [column(x.share), column(y.share)];
  return {
    index: tf.reshape(tf.add(place, begins), [-1]),
    tx,
    ty,
    sx: tf.sub(1, tx),
    sy: tf.sub(1, ty),
    visible: column(visible),
  };
}

/** Of coordinates in [-1, 1] along a side: the first tap, -1 where that is on the rim; how far behind it; and whether a tap is in reach. */
function tapOf(
  coordinate: tf.Tensor,
  size: number,
): Readonly<Record<'first' | 'share' | 'within', tf.Tensor>> {
  const q = tf.mul(tf.add(coordinate, 1), (size - 1) / 2);
  const floor = tf.floor(q);
  const first = tf.clipByValue(floor, -1, size - 1);
  return { first, share: tf.sub(q, first), within: tf.equal(floor, first) };
}

/** Whether both coordinates in all m frames lie in [-1, 1]: [n, P]. */
function isInside(frames: tf.Tensor4D, pixels: readonly [tf.Tensor, tf.Tensor]): tf.Tensor {
  const [n, m] = frames.shape;
  const [u, v] = affineGrid(frames, pixels);
  const farthest = tf.maximum(tf.abs(u), tf.abs(v));
  const ofAll = m === 1 ? farthest : tf.max(tf.reshape(farthest, [n, m, -1]), 1);
  return tf.lessEqual(ofAll, 1);
}

/**
 * The values [n·P, c] of each point's upper left, upper right, lower left and lower right tap. The four are laid side by
 * side for every place first: a gather takes its time per row, hardly per value.
 */
function readTaps(image: tf.Tensor4D, index: tf.Tensor1D): [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor] {
  const [n, h, w, c] = image.shape;
  const rim: [number, number] = [1, 1];
  const rows = tf.reshape(tf.pad(image, [[0, 0], rim, rim, [0, 0]]), [-1, c]);
  const last = n * (h + 2) * (w + 2) - (w + 3);
  const places = tf.concat(
    [0, 1, w + 2, w + 3].map((offset) => tf.slice(rows, [offset, 0], [last, c])),
    1,
  );
  return tf.split(tf.gather(places, index), 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
}

function mix(from: tf.Tensor, fromShare: tf.Tensor, to: tf.Tensor, toShare: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(from, fromShare), tf.mul(to, toShare));
}

/** The values where a condition of their shape holds, else 0; by the kernel of `tf.where`, which clones what it is given. */
function chosen(condition: tf.Tensor, values: tf.Tensor): tf.Tensor {
  const [t, e] = [values, tf.zeros(values.shape as [number])];
  return tf.engine().runKernel('Select', { condition, t, e });
}

/** x, y and 1 of every canvas pixel times a factor, [P, 3]. */
function pixelRows(canvas: Size, factor: number): tf.Tensor2D {
  const [xs, ys] = canvasValues(...canvas);
  const values = new Float32Array(3 * xs.length);
  for (let p = 0; p < xs.length; p++) values.set([factor * xs[p]!, factor * ys[p]!, factor], 3 * p);
  return tf.tensor2d(values, [xs.length, 3]);
}

/** A condition [k, 1] for c values each; tf.where wants equal shapes. */
function broadcast(condition: tf.Tensor, c: number): tf.Tensor {
  return c === 1 ? condition : tf.tile(condition, [1, c]);
}
