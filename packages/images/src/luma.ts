import { check } from './checks.js';
import { checkByteRaster, type Raster } from './raster.js';

/**
 * Luma of red, green and blue as displayed, by ITU-R BT.601; the unit is that of the values.
 *
 * @throws RnpError RNP_CONFIG for what is no number
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
  const pixels = width * height;
  const out = new Uint8Array(pixels * channels);
  if (channels === 1) {
    for (let pixel = 0, at = 0; pixel < pixels; pixel++, at += from)
      out[pixel] = Math.round(lumaOf(data[at]!, data[at + 1]!, data[at + 2]!));
  } else {
    for (let pixel = 0, at = 0; pixel < pixels; pixel++, at += 3)
      out[at] = out[at + 1] = out[at + 2] = data[pixel]!;
  }
  return { width, height, channels, data: out };
}
