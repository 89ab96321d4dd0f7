import { checkByteRaster, type Raster } from '../raster.js';
import type { PictureSize } from '../rows/rowSink.js';

/** From here on a value counts as light: paper that was photographed or scanned is not quite white. */
const lightValue = 200;

/**
 * The share of a picture's outermost pixels, 0 to 1, that are light and without colour: all their values are 200 or more. On
 * paper it is nearly 1.
 *
 * @throws RnpError RNP_IMAGE_RASTER
 */
export function lightBorder(picture: Raster<Uint8Array>): number {
  const { width, height, channels, data } = checkByteRaster(picture);
  const border = borderCount({ width, height });
  const row = width * channels;
  for (let y = 0; y < height; y++) border.take(data.subarray(y * row, (y + 1) * row));
  return border.share();
}

/** The same of rows that come from the top down. */
export function borderCount({ width, height }: Pick<PictureSize, 'width' | 'height'>): {
  readonly take: (row: Uint8Array) => void;
  readonly share: () => number;
} {
  let [light, count, y] = [0, 0, 0];
  return {
    take: (row) => {
      const channels = row.length / width;
      const step = y === 0 || y === height - 1 ? 1 : Math.max(1, width - 1);
      for (let x = 0; x < width; x += step) {
        count++;
        let least = 255;
        for (let i = 0; i < channels; i++) least = Math.min(least, row[x * channels + i]!);
        if (least >= lightValue) light++;
      }
      y++;
    },
    share: () => light / count,
  };
}
