import type { Raster } from '../raster.js';
import { withChannels } from './channels.js';
import { resize } from './resize.js';

/** The border is looked at this small, so that a thin dark frame or a speck does not count. */
const side = 28;

/** Whether a picture is of dark ink on paper: the mean luma of its border is above ½. Transparency is taken as laid on black. */
export function onPaper(raster: Raster): boolean {
  const scale = Math.min(1, side / Math.max(raster.width, raster.height));
  const of = (length: number): number => Math.max(1, Math.round(length * scale));
  const { width, height, data } = resize(withChannels(raster, 1), of(raster.width), of(raster.height));
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (x > 0 && y > 0 && x < width - 1 && y < height - 1) continue;
      sum += data[y * width + x]!;
      count++;
    }
  return sum / count > 0.5;
}
