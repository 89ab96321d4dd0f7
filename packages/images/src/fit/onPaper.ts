import { lumaOf } from '../luma.js';
import { checkByteRaster, type Raster } from '../raster.js';
import { resize } from '../resize.js';

/** The border is looked at this small, so that a thin dark frame or a speck does not count. */
const side = 28;

/** Whether a picture shows dark ink on paper: the mean luma of its border is above ½. @throws RnpError RNP_IMAGE_RASTER */
export function onPaper(raster: Raster<Uint8Array>): boolean {
  checkByteRaster(raster);
  const scale = Math.min(1, side / Math.max(raster.width, raster.height));
  const of = (length: number): number => Math.max(1, Math.round(length * scale));
  const small = resize(raster, of(raster.width), of(raster.height));
  const { width, height, channels, data } = small;
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (x > 0 && y > 0 && x < width - 1 && y < height - 1) continue;
      const at = (y * width + x) * channels;
      sum += channels === 1 ? data[at]! : lumaOf(data[at]!, data[at + 1]!, data[at + 2]!);
      count++;
    }
  return sum / count > 127.5;
}
