// h height, w width, c channels
import type { Raster } from './raster.js';

/** The source positions that one result position is made of; the weights sum to 1. */
interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

/**
 * A picture at another size: the mean over the area that a pixel covers where it shrinks, bilinear where it grows,
 * each axis by itself. The mean is kept when shrinking, so a thin stroke becomes grey and does not vanish.
 *
 * **Convention** pixels are squares, and edges map to edges (align_corners = false). Values round to the nearest byte.
 */
export function resize(raster: Raster, width: number, height: number): Raster {
  const { width: w, height: h, channels: c, data } = raster;
  if (width === w && height === h) return raster;
  const across = taps(w, width);
  const down = taps(h, height);
  const narrow = new Float64Array(width * h * c);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < width; x++) {
      const { first, weights } = across[x]!;
      for (let i = 0; i < c; i++) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++) sum += weights[k]! * data[(y * w + first + k) * c + i]!;
        narrow[(y * width + x) * c + i] = sum;
      }
    }
  }
  const out = new Uint8Array(width * height * c);
  const row = width * c;
  for (let y = 0; y < height; y++) {
    const { first, weights } = down[y]!;
    for (let at = 0; at < row; at++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k]! * narrow[(first + k) * row + at]!;
      out[y * row + at] = Math.round(sum);
    }
  }
  return { width, height, channels: c, data: out };
}

function taps(from: number, to: number): Taps[] {
  const ratio = from / to;
  return Array.from({ length: to }, (_, index) => {
    if (ratio > 1) {
      const start = index * ratio;
      const end = Math.min(from, start + ratio);
      const first = Math.floor(start);
      const weights: number[] = [];
      for (let i = first; i < end; i++) {
        weights.push((Math.min(end, i + 1) - Math.max(start, i)) / (end - start));
      }
      return { first, weights };
    }
    const centre = Math.min(from - 1, Math.max(0, (index + 0.5) * ratio - 0.5));
    const first = Math.min(Math.floor(centre), Math.max(0, from - 2));
    return { first, weights: from === 1 ? [1] : [1 - (centre - first), centre - first] };
  });
}
