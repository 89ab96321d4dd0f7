import { check } from './checks.js';
import { checkByteRaster, type Raster } from './raster.js';

/**
 * Luma of red, green and blue as displayed, by ITU-R BT.601; the unit is that of the values.
 *
 * @throws RnpError RNP_CONFIG if it is not a number
 */
export function luma(red: number, green: number, blue: number): number {
  check.number('red', red);
  check.number('green', green);
  check.number('blue', blue);
  return lumaOf(red, green, blue);
}

/** The same unchecked, for pixels by the million. */
export function lumaOf(red: number, green: number, blue: number): number {
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

/**
 * Colour becomes grey by its luma, rounded to whole bytes; grey becomes three equal channels.
 *
 * @param raster of 1 or 3 channels
 * @throws RnpError RNP_IMAGE_RASTER, RNP_CONFIG
 */
export function withChannels(raster: Raster<Uint8Array>, channels: 1 | 3): Raster<Uint8Array> {
  const { width, height, channels: from, data } = checkByteRaster(raster);
  check.choice('channels', channels, [1, 3]);
  check.choice('raster.channels', from, [1, 3]);
  if (from === channels) return raster;
  const out = new Uint8Array(width * height * channels);
  if (channels === 1) greyRow(data, out);
  else tripledRow(data, out);
  return { width, height, channels, data: out };
}

/** Luma of pixels of three channels, rounded to whole bytes. @param out [n] @param row [n·3] */
export function greyRow(row: Uint8Array, out: Uint8Array): void {
  for (let pixel = 0, at = 0; pixel < out.length; pixel++, at += 3)
    out[pixel] = Math.round(lumaOf(row[at]!, row[at + 1]!, row[at + 2]!));
}

/** Three equal channels. @param row [n] @param out [n·3] */
export function tripledRow(row: Uint8Array, out: Uint8Array): void {
  for (let pixel = 0, at = 0; pixel < row.length; pixel++, at += 3)
    out[at] = out[at + 1] = out[at + 2] = row[pixel]!;
}
