// h height, w width, c channels
import { RnpError } from '@rnp/errors';
import { type Dataset, imageSize } from '../dataset.js';

/** Of 255: from here on a pixel counts as ink when an object is placed. Interpolation leaves less than that. */
const faint = 8;

/** Of 255: an image without a pixel of this value has no object. */
const visible = 64;

/** Images to make scenes of. */
export interface InkSource {
  readonly dataset: Dataset;
  /** The images that show something. */
  readonly items: Uint32Array;
  /** The largest width and height of the ink of any image, pixels. */
  readonly widest: readonly [width: number, height: number];
}

/** What an image's ink covers about the image's middle once it is turned and scaled. */
export interface Extent {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** @throws RnpError `RNP_CONFIG` for a data set without ink */
export function inkSource(dataset: Dataset): InkSource {
  const [h, w, c] = dataset.imageShape;
  const { images, length } = dataset;
  const size = imageSize(dataset);
  const items: number[] = [];
  let [widest, highest] = [0, 0];
  for (let item = 0; item < length; item++) {
    let [left, right, top, bottom, peak] = [w, -1, h, -1, 0];
    for (let y = 0, at = item * size; y < h; y++) {
      for (let x = 0; x < w; x++) {
        let value = images[at++]!;
        for (let channel = 1; channel < c; channel++) value = Math.max(value, images[at++]!);
        if (value < faint) continue;
        if (value > peak) peak = value;
        if (x < left) left = x;
        if (x > right) right = x;
        if (y < top) top = y;
        bottom = y;
      }
    }
    if (peak < visible) continue;
    items.push(item);
    widest = Math.max(widest, right - left + 1);
    highest = Math.max(highest, bottom - top + 1);
  }
  if (items.length === 0) {
    throw new RnpError('RNP_CONFIG', `${dataset.name} (${dataset.split}) has no image that shows anything`, {
      path: 'sources',
    });
  }
  return { dataset, items: Uint32Array.from(items), widest: [widest, highest] };
}

/**
 * The extent of an image's ink, pixels as squares.
 *
 * @param angle radians, clockwise as seen
 */
export function extentOf({ dataset }: InkSource, item: number, scale: number, angle: number): Extent {
  const [h, w, c] = dataset.imageShape;
  const { images } = dataset;
  const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  const from = item * imageSize(dataset);
  const isInk = (at: number): boolean => {
    for (let channel = 0; channel < c; channel++) if (images[at + channel]! >= faint) return true;
    return false;
  };
  for (let row = 0; row < h; row++) {
    const start = from + row * w * c;
    let [first, last] = [0, w - 1];
    while (first < w && !isInk(start + first * c)) first++;
    if (first === w) continue;
    while (!isInk(start + last * c)) last--;
    const y = row - (h - 1) / 2;
    // Between its ends a row reaches no farther.
    for (const column of [first, last]) {
      const x = column - (w - 1) / 2;
      const [px, py] = [cos * x - sin * y, sin * x + cos * y];
      left = Math.min(left, px);
      right = Math.max(right, px);
      top = Math.min(top, py);
      bottom = Math.max(bottom, py);
    }
  }
  const half = (Math.abs(cos) + Math.abs(sin)) / 2;
  return { left: left - half, right: right + half, top: top - half, bottom: bottom + half };
}
