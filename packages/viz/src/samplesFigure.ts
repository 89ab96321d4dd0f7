import type { Raster } from '@rnp/images';
import { VizError } from './errors.js';
import { defaultFigureOptions, type FigureOptions } from './figure.js';
import { exampleCells, type PartsExample } from './partsFigure.js';
import { sheet } from './sheet.js';

export interface SamplesFigureOptions extends FigureOptions {
  /** Samples side by side. Default 2. */
  readonly columns?: number;
}

/**
 * The paper's Fig. 3A, a grid of samples, each: image | parts in colours | each part's own canvas.
 *
 * @throws VizError RNP_IMAGE_RASTER without a sample, RNP_IMAGE_OPTION for columns below 1
 */
export function samplesFigure(samples: readonly PartsExample[], options: SamplesFigureOptions = {}): Raster {
  const { columns = 2, ...rest } = options;
  const { background, gap, ...look } = { ...defaultFigureOptions, ...rest };
  if (samples.length === 0) throw new VizError('RNP_IMAGE_RASTER', 'give at least one sample', 'samples');
  if (!Number.isInteger(columns) || columns < 1)
    throw new VizError('RNP_IMAGE_OPTION', `must be a whole number from 1 up, not ${columns}`, 'columns');
  const blocks = samples.map((sample, index) =>
    sheet({ rows: [exampleCells(sample, `samples[${index}]`)], ...look, gap: gap >> 1 }),
  );
  const rows: Raster[][] = [];
  for (let at = 0; at < blocks.length; at += columns) rows.push(blocks.slice(at, at + columns));
  return sheet({ rows, scale: 1, gap: 2 * gap, background });
}
