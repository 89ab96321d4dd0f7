import { RnpError } from '@rnp/errors';
import type { Raster } from '@rnp/images';
import { checkOption } from '../checks.js';
import {
  blankGrid,
  checkGridSize,
  drawCell,
  type ImageGrid,
  maxGridPixels,
  spansOf,
} from '../image/gridCanvas.js';
import { imageGrid } from '../image/imageGrid.js';
import type { ImageGridDrawing } from '../image/imageGridDrawing.js';
import { checkLook, defaultFigureOptions, type FigureOptions, figureOptionNames } from './figure.js';

/**
 * The paper's Fig. 2D: from one image to another through program space, a row (or several) from left to right.
 *
 * @param rows each row the images along one path, both ends included
 * @throws RnpError RNP_IMAGE_RASTER without an image, RNP_IMAGE_TOO_LARGE
 */
export function interpolationFigure(
  rows: readonly (readonly Raster[])[],
  options: FigureOptions = {},
): ImageGrid {
  return imageGrid({ rows, ...lookOf(options) });
}

/**
 * The same figure for images that come one after the other, row by row.
 *
 * @param shape of the images, and how many rows and columns there are
 * @throws RnpError RNP_IMAGE_TOO_LARGE when they make more than 64 million pixels, before there is one
 */
export function interpolationDrawing(
  shape: { readonly rows: number; readonly columns: number; readonly width: number; readonly height: number },
  options: FigureOptions = {},
): ImageGridDrawing<Raster> {
  checkOption.options('shape', shape, shapeNames);
  for (const name of shapeNames) checkOption.wholeNumber(`shape.${name}`, shape[name], 1);
  const { scale, gap, background } = lookOf(options);
  // Before there are lists as long as that.
  const side = (count: number, size: number): number => count * (size * scale + gap) - gap;
  const height = side(shape.rows, shape.height);
  const most = Math.floor((maxGridPixels / height + gap) / (shape.width * scale + gap));
  if (shape.columns > most && most > 0) {
    const problem = `must be at most ${most}, not ${shape.columns}: a sheet has at most ${maxGridPixels / 1e6} million pixels`;
    throw new RnpError('RNP_IMAGE_TOO_LARGE', problem, { path: 'shape.columns' });
  }
  checkGridSize(side(shape.columns, shape.width), height);
  const sizes = (count: number, side: number): number[] => new Array<number>(count).fill(side * scale);
  const grid = {
    columns: spansOf(sizes(shape.columns, shape.width), gap),
    rows: spansOf(sizes(shape.rows, shape.height), gap),
    scale,
    border: 0,
  };
  const out = blankGrid(grid, background);
  return {
    sheet: out,
    draw: (image, index) => {
      const place = [Math.floor(index / shape.columns), index % shape.columns] as const;
      drawCell(out, grid, place, image, `images[${index}]`);
    },
  };
}

const shapeNames = Object.freeze(['rows', 'columns', 'width', 'height'] as const);

function lookOf(options: FigureOptions): Required<Omit<FigureOptions, 'border'>> {
  checkOption.options('options', options, [], figureOptionNames);
  const look = { ...defaultFigureOptions, ...options };
  checkLook(look);
  const { scale, gap, background } = look;
  return { scale, gap: options.gap ?? gap >> 1, background };
}
