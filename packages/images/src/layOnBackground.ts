import { RnpError } from '@rnp/errors';
import { check, checkPixels } from './checks.js';
import { type Background, requireBackground } from './decodeOptions.js';
import { lumaOf } from './luma.js';
import type { Picture } from './raster.js';

/** Pixels of n colours and straight alpha, n + 1 bytes each; an `ImageData` is one of three. */
export interface TransparentPixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array | Uint8ClampedArray;
}

/**
 * An opaque picture from a transparent one. 'auto' is black if the visible pixels are light, that is, if their mean luma,
 * weighted by opacity, is above ½; otherwise it is white.
 *
 * **The result reuses the given bytes** and takes no further memory.
 *
 * @param colours of a pixel, beside its alpha
 * @throws RnpError RNP_IMAGE_RASTER for a size and bytes that do not fit, RNP_CONFIG
 */
export function layOnBackground(
  transparent: TransparentPixels,
  colours: 1 | 3,
  background: Background,
): Picture {
  checkPixels.object('pixels', transparent);
  const { width, height, data } = transparent;
  checkPixels.wholeNumber('pixels.width', width, 1);
  checkPixels.wholeNumber('pixels.height', height, 1);
  checkPixels.bytes('pixels.data', data);
  check.choice('colours', colours, [1, 3]);
  const needed = width * height * (colours + 1);
  if (data.length !== needed) {
    const problem = `has ${data.length} bytes, but ${width}×${height} pixels of ${colours + 1} bytes (${colours} and alpha) are ${needed}`;
    throw new RnpError('RNP_IMAGE_RASTER', problem, { path: 'pixels.data' });
  }
  requireBackground(background);
  const pixels = width * height;
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const n = colours + 1;
  const black = background === 'black' || (background === 'auto' && isLight(bytes, colours));
  const under = black ? 0 : 255;
  for (let pixel = 0, from = 0, to = 0; pixel < pixels; pixel++, from += n) {
    const alpha = bytes[from + colours]! / 255;
    // What is written lies at or before what is read next.
    for (let i = 0; i < colours; i++, to++) {
      const value = bytes[from + i]!;
      bytes[to] = alpha === 1 ? value : Math.round(value * alpha + under * (1 - alpha));
    }
  }
  return { width, height, channels: colours, data: bytes.subarray(0, pixels * colours) };
}

function isLight(bytes: Uint8Array, colours: 1 | 3): boolean {
  let [light, seen] = [0, 0];
  for (let at = 0; at < bytes.length; at += colours + 1) {
    const alpha = bytes[at + colours]!;
    if (alpha === 0) continue;
    const value = colours === 1 ? bytes[at]! : lumaOf(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!);
    light += value * alpha;
    seen += alpha;
  }
  // A picture without transparency keeps its colours whatever is under it.
  return light > 127.5 * seen;
}
