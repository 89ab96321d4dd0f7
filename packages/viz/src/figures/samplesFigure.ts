import { RnpError } from '@rnp/errors';
import { checkOption } from '../checks.js';
import { checkPicture } from '../image/byteRaster.js';
import {
  blankGrid,
  checkGridSize,
  drawCell,
  type GridSpan,
  type ImageGrid,
  maxGridPixels,
} from '../image/gridCanvas.js';
import type { ImageGridDrawing } from '../image/imageGridDrawing.js';
import { checkLook, defaultFigureOptions, type FigureOptions, figureOptionNames } from './figure.js';
import { exampleCells, type PartsExample } from './partsFigure.js';

export interface SamplesFigureOptions extends FigureOptions {
  /** Samples side by side. Default 2. */
  readonly columns?: number;
}

/** What all samples of a figure have in common. */
export interface SampleShape {
  readonly width: number;
  readonly height: number;
  /** Parts whose own canvas is shown. */
  readonly canvases: number;
}

/**
 * The paper's Fig. 3A, a grid of samples, each: image | parts in colours | each part's own canvas.
 *
 * @param samples of one size and number of canvases
 * @throws RnpError RNP_IMAGE_RASTER without a sample, or for one unlike the first; RNP_IMAGE_TOO_LARGE before anything is
 * drawn; RNP_CONFIG for columns below 1
 */
export function samplesFigure(
  samples: readonly PartsExample[],
  options: SamplesFigureOptions = {},
): ImageGrid {
  checkOption.array('samples', samples, checkOption.object);
  const [first] = samples;
  if (first === undefined)
    throw new RnpError('RNP_IMAGE_RASTER', 'give at least one sample', { path: 'samples' });
  const { width, height } = checkPicture(first.reconstruction, 'samples[0].reconstruction');
  checkOption.array('samples[0].partCanvases', first.partCanvases);
  const drawing = samplesDrawing(
    samples.length,
    { width, height, canvases: first.partCanvases.length },
    options,
  );
  samples.forEach(drawing.draw);
  return drawing.sheet;
}

/**
 * The same figure for samples that come one after the other, in any number.
 *
 * @throws RnpError RNP_IMAGE_TOO_LARGE when so many samples make more than 64 million pixels, before there is one
 * @example
 * const { sheet, draw } = samplesDrawing(1000, { width: 28, height: 28, canvases: 4 }, { columns: 2 });
 * for (let i = 0; i < 1000; i++) draw(sampleOf(i), i);
 * await writeFile('samples.png', encodePng(sheet));
 */
export function samplesDrawing(
  count: number,
  shape: SampleShape,
  options: SamplesFigureOptions = {},
): ImageGridDrawing<PartsExample> {
  checkOption.wholeNumber('count', count, 1);
  checkOption.options('shape', shape, ['width', 'height', 'canvases']);
  checkOption.options('options', options, [], [...figureOptionNames, 'columns']);
  const { width, height, canvases } = shape;
  const { columns = 2, background, gap, scale, border } = { ...defaultFigureOptions, ...options };
  checkOption.wholeNumber('shape.width', width, 1);
  checkOption.wholeNumber('shape.height', height, 1);
  checkOption.wholeNumber('shape.canvases', canvases, 0);
  checkOption.wholeNumber('options.columns', columns, 1);
  checkLook({ scale, gap, border, background });
  const across = Math.min(columns, count);
  const room = canvases > 0 ? 2 * border : 0;
  // Image and parts, then the canvases with their borders; samples lie further apart than what is of one.
  const sides = [0, 0, ...new Array<number>(canvases).fill(room)].map((extra) => width * scale + extra);
  const perSample = sides.length;
  const lines = Math.ceil(count / across);
  const block = sides.reduce((sum, side) => sum + side + (gap >> 1), -(gap >> 1));
  const sheetWidth = across * (block + 2 * gap) - 2 * gap;
  const line = height * scale + room + 2 * gap;
  const most = across * Math.floor((maxGridPixels / sheetWidth + 2 * gap) / line);
  if (count > most && most > 0) {
    const problem = `must be at most ${most}, not ${count}: a sheet has at most ${maxGridPixels / 1e6} million pixels`;
    throw new RnpError('RNP_IMAGE_TOO_LARGE', problem, { path: 'count' });
  }
  checkGridSize(sheetWidth, lines * line - 2 * gap);
  const grid = {
    columns: spans(
      Array.from({ length: across }, () => sides),
      gap,
    ),
    rows: spans(
      Array.from({ length: lines }, () => [height * scale + room]),
      gap,
    ),
    scale,
    border,
  };
  const sheet = blankGrid(grid, background);
  const draw = (sample: PartsExample, index: number): void => {
    const path = `samples[${index}]`;
    const cells = exampleCells(sample, path);
    const { width: w, height: h } = sample.reconstruction;
    if (w !== width || h !== height || cells.length !== perSample)
      throw new RnpError(
        'RNP_IMAGE_RASTER',
        `is ${w}×${h} with ${cells.length - 2} canvases, the figure's samples ${width}×${height} with ${canvases}`,
        { path },
      );
    const [row, column] = [Math.floor(index / across), (index % across) * perSample];
    cells.forEach((cell, i) => {
      drawCell(sheet, grid, [row, column + i], cell, path);
    });
  };
  return { sheet, draw };
}

/** Blocks of sizes, `gap >> 1` between those of a block and `2 * gap` between blocks. */
function spans(blocks: readonly (readonly number[])[], gap: number): GridSpan[] {
  let start = -2 * gap;
  return blocks.flatMap((sizes) => {
    start += 2 * gap - (gap >> 1);
    return sizes.map((size) => {
      start += gap >> 1;
      const span = { start, end: start + size };
      start += size;
      return span;
    });
  });
}
