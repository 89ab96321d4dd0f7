// h height, w width
import type { Raster } from '@rnp/recursive-decoder';
import { gaussian } from '../gaussian.js';

/** Of each pixel its brightest channel, [h·w]; 0 where there is none above. */
export function brightest({ width, height, channels, data }: Raster): Float32Array {
  const values = new Float32Array(width * height);
  for (let at = 0; at < data.length; at++) {
    const pixel = Math.floor(at / channels);
    values[pixel] = Math.max(values[pixel]!, data[at]!);
  }
  return values;
}

/** Blurred by a Gaussian of this deviation, as tensors are for `owners`; beyond the raster there is nothing. @param values [h·w] */
export function blurred(values: Float32Array, width: number, deviation: number): Float32Array {
  const height = values.length / width;
  const weights = gaussian(deviation);
  const across = new Float32Array(values.length);
  const both = new Float32Array(values.length);
  smear(values, across, weights, width, 1, height, width);
  smear(across, both, weights, height, width, width, 1);
  return both;
}

/** Along each of `lines` lines, which begin `apart` from each other, of `length` pixels that are `step` from each other. */
function smear(
  from: Float32Array,
  to: Float32Array,
  weights: readonly number[],
  length: number,
  step: number,
  lines: number,
  apart: number,
): void {
  const reach = (weights.length - 1) / 2;
  for (let line = 0; line < lines; line++) {
    const start = line * apart;
    for (let i = 0; i < length; i++) {
      const value = from[start + i * step]!;
      if (value === 0) continue;
      const last = Math.min(length - 1, i + reach);
      for (let j = Math.max(0, i - reach); j <= last; j++)
        to[start + j * step]! += value * weights[j - i + reach]!;
    }
  }
}
