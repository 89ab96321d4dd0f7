// w, h source size; W, H result size; c channels
import { checkRaster, type Raster } from '../raster.js';

/** For each result position the source positions that it is made of, and their weights (they sum to 1). */
interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

/**
 * A raster at another size: the mean of what a pixel covers where it shrinks, bilinear where it grows, each axis by itself.
 * A picture of one value stays that value; the mean is kept when shrinking.
 *
 * **Convention** pixels are squares, and edges map to edges (align_corners = false): the whole picture keeps its extent.
 */
export function resize(raster: Raster, width: number, height: number): Raster {
  checkRaster(raster);
  if (width === raster.width && height === raster.height) return raster;
  const { channels: c } = raster;
  const across = taps(raster.width, width);
  const down = taps(raster.height, height);
  const narrow = new Float32Array(width * raster.height * c);
  for (let y = 0; y < raster.height; y++)
    for (let x = 0; x < width; x++) {
      const { first, weights } = across[x]!;
      for (let i = 0; i < c; i++) {
        let sum = 0;
        for (let k = 0; k < weights.length; k++)
          sum += weights[k]! * raster.data[(y * raster.width + first + k) * c + i]!;
        narrow[(y * width + x) * c + i] = sum;
      }
    }
  const data = new Float32Array(width * height * c);
  for (let y = 0; y < height; y++) {
    const { first, weights } = down[y]!;
    for (let at = 0; at < width * c; at++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k]! * narrow[(first + k) * width * c + at]!;
      data[y * width * c + at] = sum;
    }
  }
  return { width, height, channels: c, data };
}

function taps(from: number, to: number): Taps[] {
  const ratio = from / to;
  return Array.from({ length: to }, (_, index) => {
    if (ratio > 1) {
      const start = index * ratio;
      const end = Math.min(from, start + ratio);
      const first = Math.floor(start);
      const weights: number[] = [];
      for (let i = first; i < end; i++)
        weights.push((Math.min(end, i + 1) - Math.max(start, i)) / (end - start));
      return { first, weights };
    }
    const centre = Math.min(from - 1, Math.max(0, (index + 0.5) * ratio - 0.5));
    const first = Math.min(Math.floor(centre), Math.max(0, from - 2));
    return { first, weights: from === 1 ? [1] : [1 - (centre - first), centre - first] };
  });
}
