import type { Raster } from '@rnp/images';
import { defaultFigureOptions, type FigureOptions } from './figure.js';
import { sheet } from './sheet.js';

/**
 * The paper's Fig. 2D: from one image to another through program space, a row (or several) from left to right.
 *
 * @param rows each row the images along one path, both ends included
 * @throws VizError RNP_IMAGE_RASTER without an image
 */
export function interpolationFigure(
  rows: readonly (readonly Raster[])[],
  options: FigureOptions = {},
): Raster {
  const { scale, gap, background } = { ...defaultFigureOptions, ...options };
  return sheet({ rows, scale, gap: options.gap ?? gap >> 1, background });
}
