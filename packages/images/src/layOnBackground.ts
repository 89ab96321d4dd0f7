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
  const shown = pixels > minTablePixels ? shownTable(under) : undefined;
  for (let pixel = 0, from = 0, to = 0; pixel < pixels; pixel++, from += n) {
    const alpha = bytes[from + colours]!;
    // What is written lies at or before what is read next.
    for (let i = 0; i < colours; i++, to++) {
      const value = bytes[from + i]!;
      bytes[to] = shown === undefined ? shownValue(value, alpha, under) : shown[alpha * 256 + value]!;
    }
  }
  return { width, height, channels: colours, data: bytes.subarray(0, pixels * colours) };
}

/** Pixels above which all values with all alphas are made beforehand. */
const minTablePixels = 1e5;

/** @returns [256 alphas · 256 values] */
function shownTable(under: number): Uint8Array {
  return Uint8Array.from({ length: 0x10000 }, (_, at) => shownValue(at & 255, at >> 8, under));
}

function shownValue(value: number, alpha: number, under: number): number {
  const share = alpha / 255;
  return share === 1 ? value : Math.round(value * share + under * (1 - share));
}

function isLight(bytes: Uint8Array, colours: 1 | 3): boolean {
  let [light, seen] = [0, 0];
  for (let at = 0; at < bytes.length; at += colours + 1) {
    const alpha = bytes[at + colours]!;
    const value = colours === 1 ? bytes[at]! : lumaOf(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!);
    light += value * alpha;
    seen += alpha;
  }
  // A picture without transparency keeps its colours whatever is under it.
  return light > 127.5 * seen;
}
