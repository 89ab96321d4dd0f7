// b batch, h height, w width, c channels
import { RnpError, shown } from '@rnp/errors';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { check, requireArray, requireShape } from './checks.js';
import { cubicWeights } from './cubicWeights.js';
import { generatorOf } from './generator.js';
import { requireCount } from './order.js';

/** How far an image may be moved at random: each number is the largest change in either direction, drawn uniformly; 0 is none. */
export interface Augmentation {
  /** Degrees. */
  readonly rotate?: number;
  /** Natural logarithm of the factor of size: 0.1 is about 10 % larger or smaller. */
  readonly scale?: number;
  /** Pixels sideways per pixel down. */
  readonly shear?: number;
  /** Pixels, in both directions. */
  readonly shift?: number;
}

/** Seeds of warps lie above those of orders, so that they never share numbers. */
const seedsAbove = 2 ** 40;

/**
 * Moves each image of a batch a little at random, so that no image of a small data set is seen twice in the same way.
 *
 * **Convention.** x to the right, y down, about the middle of the image; bicubic, nothing (0) from outside.
 *
 * @param values b·h·w·c numbers in [0, 1] (NHWC), which stay as they are
 * @param imageShape [h, w, c]
 * @param at only its `seed` and `step` decide how the image at each place of the batch is moved
 * @returns b·h·w·c numbers in [0, 1]
 * @throws RnpError `RNP_CONFIG` for an amount that is no number from 0
 */
export function augmentBatch(
  values: Float32Array,
  imageShape: readonly [number, number, number],
  augmentation: Augmentation,
  at: { readonly seed: number; readonly step: number },
): Float32Array<ArrayBuffer> {
  requireArray('values', values);
  requireShape('imageShape', imageShape);
  requireAugmentation(augmentation);
  check.options('at', at, ['seed', 'step']);
  const { seed, step } = at;
  requireCount('at.seed', seed, 0);
  requireCount('at.step', step, 0);
  const { rotate = 0, scale = 0, shear = 0, shift = 0 } = augmentation;
  const generator = generatorOf(seed + seedsAbove, step);
  const within = (amount: number): number => amount * (2 * uniformFloat64(generator) - 1);
  const size = imageShape[0] * imageShape[1] * imageShape[2];
  const out = new Float32Array(values.length);
  for (let from = 0; from < values.length; from += size) {
    const angle = (within(rotate) * Math.PI) / 180;
    const zoom = Math.exp(within(scale));
    const slant = within(shear);
    const [dx, dy] = [within(shift), within(shift)];
    const [cos, sin] = [Math.cos(angle) * zoom, Math.sin(angle) * zoom];
    // Where an output pixel looks: rotation and size, then slant.
    const map = [cos - slant * sin, sin + slant * cos, -sin, cos] as const;
    warp(values.subarray(from, from + size), out.subarray(from, from + size), imageShape, map, dx, dy);
  }
  return out;
}

/** One image: the output at p shows the input at map·p + (dx, dy), both from the middle. */
function warp(
  input: Float32Array,
  output: Float32Array,
  [h, w, c]: readonly [number, number, number],
  [xx, xy, yx, yy]: readonly [number, number, number, number],
  dx: number,
  dy: number,
): void {
  const [middleX, middleY] = [(w - 1) / 2, (h - 1) / 2];
  const [across, down] = [new Float64Array(4), new Float64Array(4)];
  let to = 0;
  for (let row = 0; row < h; row++) {
    for (let column = 0; column < w; column++) {
      const [px, py] = [column - middleX, row - middleY];
      const x = xx * px + xy * py + dx + middleX;
      const y = yx * px + yy * py + dy + middleY;
      const [left, top] = [Math.floor(x) - 1, Math.floor(y) - 1];
      cubicWeights(x - left - 1, across);
      cubicWeights(y - top - 1, down);
      for (let channel = 0; channel < c; channel++) {
        let sum = 0;
        for (let i = Math.max(0, -top); i < 4 && top + i < h; i++) {
          let line = 0;
          const from = (top + i) * w;
          for (let j = Math.max(0, -left); j < 4 && left + j < w; j++) {
            line += across[j]! * input[(from + left + j) * c + channel]!;
          }
          sum += down[i]! * line;
        }
        output[to++] = Math.min(1, Math.max(0, sum));
      }
    }
  }
}

/** @throws RnpError `RNP_CONFIG` for an amount that is no number from 0 */
export function requireAugmentation(augmentation: Augmentation): void {
  check.object('augmentation', augmentation);
  for (const [name, amount] of Object.entries(augmentation)) {
    if (!['rotate', 'scale', 'shear', 'shift'].includes(name) || !Number.isFinite(amount) || amount < 0) {
      throw new RnpError(
        'RNP_CONFIG',
        `is ${shown(amount)}; there are rotate, scale, shear and shift, each a number from 0`,
        { path: `augmentation.${name}` },
      );
    }
  }
}
