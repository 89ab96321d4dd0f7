// h height, w width, c channels
import { RnpError, shown } from '@rnp/errors';
import { checkPixels } from './checks.js';

/**
 * A picture as plain numbers: bytes, as files hold them, or floats, as models draw them.
 *
 * **Convention** rows from top to bottom, columns from left to right, channels interleaved: pixel (x, y), channel i is
 * `data[(y * width + x) * channels + i]`. Values as displayed (gamma-encoded, never linearised): 0 to 255 in a
 * Uint8Array, [0, 1] in a Float32Array. `channels` is 1 (grey), 3 (RGB) or 4 (RGB and straight alpha).
 */
export interface Raster<Values extends Uint8Array | Float32Array = Float32Array> {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Values;
}

/** A picture from a file: opaque bytes, grey or red, green and blue. */
export interface Picture extends Raster<Uint8Array> {
  readonly channels: 1 | 3;
}

/** 2 GiB of floats: many times what decoders make. */
const maxValues = 2 ** 29;

/** A raster of one value everywhere. @throws RnpError RNP_IMAGE_RASTER for an invalid size. */
export function createRaster(width: number, height: number, channels: number, value = 0): Raster {
  checkPixels.wholeNumber('width', width, 1);
  checkPixels.wholeNumber('height', height, 1);
  checkPixels.choice('channels', channels, [1, 3, 4]);
  checkPixels.number('value', value);
  requireHeld(width, height, channels);
  return checkRaster({
    width,
    height,
    channels,
    data: new Float32Array(width * height * channels).fill(value),
  });
}

/** Refuses a raster that is too large before it is made. @throws RnpError RNP_IMAGE_RASTER naming the longer side */
export function requireHeld(width: number, height: number, channels: number): void {
  if (width * height * channels <= maxValues) return;
  const problem = `makes a raster of ${width}×${height}×${channels} values, more than ${maxValues}; give a smaller size`;
  throw new RnpError('RNP_IMAGE_RASTER', problem, { path: width > height ? 'width' : 'height' });
}

/**
 * The raster itself, if size, channels and data fit together.
 *
 * @throws RnpError RNP_IMAGE_RASTER, with `path` in the message
 */
export function checkRaster<R extends Raster<Uint8Array | Float32Array>>(raster: R, path = 'raster'): R {
  checkPixels.text('path', path);
  checkPixels.object(path, raster);
  const { width, height, channels, data } = raster;
  checkPixels.array(`${path}.data`, data);
  checkPixels.wholeNumber(`${path}.width`, width, 1);
  checkPixels.wholeNumber(`${path}.height`, height, 1);
  const refuse = (complaint: string, at: string): never => {
    throw new RnpError('RNP_IMAGE_RASTER', complaint, { path: at });
  };
  if (![1, 3, 4].includes(channels))
    refuse(`must be 1 (grey), 3 (RGB) or 4 (RGBA), not ${shown(channels)}`, `${path}.channels`);
  if (data.length !== width * height * channels)
    refuse(
      `has ${data.length} values, but ${width}×${height}×${channels} are ${width * height * channels}`,
      path,
    );
  return raster;
}

/**
 * The raster itself, if it is one of bytes. Floats would be taken for bytes of 0 and 1, a black picture.
 *
 * @throws RnpError RNP_IMAGE_RASTER, with `path` in the message
 */
export function checkByteRaster<R extends Raster<Uint8Array>>(raster: R, path = 'raster'): R {
  checkRaster(raster, path);
  checkPixels.bytes(`${path}.data`, raster.data);
  return raster;
}

/** Into [0, 1]; NaN is 0, so that a broken model draws black and not noise, and so is what is no number. */
export function clip(value: number): number {
  return typeof value === 'number' && value > 0 ? Math.min(value, 1) : 0;
}

/** Bytes, 0 to 255, as the floats in [0, 1] that models take: value / 255 in single precision. */
export function unitFloats(bytes: Uint8Array): Float32Array<ArrayBuffer> {
  checkPixels.bytes('bytes', bytes);
  const values = new Float32Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) values[at] = bytes[at]! / 255;
  return values;
}
