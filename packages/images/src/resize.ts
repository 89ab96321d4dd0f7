// w, h source size; W, H result size; c channels
import { check } from './checks.js';
import { checkRaster, type Raster, requireHeld } from './raster.js';
import { rowResizer } from './rows/rowResizer.js';

/**
 * A picture at another size: the mean over the area that a pixel covers where it shrinks, bilinear where it grows,
 * each axis by itself. The mean is kept when shrinking, so a thin stroke becomes grey and does not vanish.
 *
 * It holds two rows of the source at the new width beside its result, whatever the source's size.
 *
 * **Convention** pixels are squares, and edges map to edges (align_corners = false). Bytes round to the nearest.
 *
 * @throws RnpError RNP_IMAGE_RASTER, also for a size of more than 2²⁹ values, RNP_CONFIG for an invalid size
 */
export function resize<Values extends Uint8Array | Float32Array>(
  raster: Raster<Values>,
  width: number,
  height: number,
): Raster<Values> {
  checkRaster(raster);
  check.wholeNumber('width', width, 1);
  check.wholeNumber('height', height, 1);
  if (width === raster.width && height === raster.height) return raster;
  const { channels: c, data } = raster;
  requireHeld(width, height, c);
  const size = width * height * c;
  const values = (data instanceof Float32Array ? new Float32Array(size) : new Uint8Array(size)) as Values;
  const resizer = rowResizer(raster, { width, height }, values);
  for (let y = 0; y < raster.height; y++) resizer.take(data, y * raster.width * c);
  return resizer.raster;
}
