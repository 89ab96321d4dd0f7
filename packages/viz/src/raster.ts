// h height, w width, c channels
import { VizError } from './errors.js';

/**
 * A picture as plain numbers.
 *
 * **Convention** rows from top to bottom, columns from left to right, channels interleaved: pixel (x, y), channel i is
 * `data[(y * width + x) * channels + i]`. Values in [0, 1], as displayed (gamma-encoded, never linearised); what lies
 * outside is clipped when it is shown. `channels` is 1 (grey), 3 (RGB) or 4 (RGB and straight alpha).
 */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Float32Array;
}

/** Red, green, blue, each in [0, 1]. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** A raster of one value everywhere. @throws VizError RNP_IMAGE_RASTER for a size that is none. */
export function createRaster(width: number, height: number, channels: number, value = 0): Raster {
  for (const [name, size] of Object.entries({ width, height })) {
    if (!Number.isInteger(size) || size < 1)
      throw new VizError('RNP_IMAGE_RASTER', `must be a whole number of at least 1, not ${size}`, name);
  }
  return checkRaster({
    width,
    height,
    channels,
    data: new Float32Array(width * height * channels).fill(value),
  });
}

/**
 * The raster itself, if size, channels and data fit together.
 *
 * @throws VizError RNP_IMAGE_RASTER, with `path` in the message
 */
export function checkRaster(raster: Raster, path = 'raster'): Raster {
  const { width, height, channels, data } = raster;
  if (![1, 3, 4].includes(channels))
    throw new VizError(
      'RNP_IMAGE_RASTER',
      `has ${channels} channels; give 1 (grey), 3 (RGB) or 4 (RGBA)`,
      path,
    );
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0))
    throw new VizError(
      'RNP_IMAGE_RASTER',
      `has the size ${width}×${height}; give whole numbers from 1 up`,
      path,
    );
  if (data.length !== width * height * channels)
    throw new VizError(
      'RNP_IMAGE_RASTER',
      `has ${data.length} values, but ${width}×${height}×${channels} are ${width * height * channels}`,
      path,
    );
  return raster;
}

/** Into [0, 1]; NaN is 0, so that a broken model draws black and not noise. */
export function clip(value: number): number {
  return value > 0 ? Math.min(value, 1) : 0;
}

/** Luma of an RGB triple, Rec. 709 weights on the values as displayed. Range [0, 1]. */
export function luma(red: number, green: number, blue: number): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
