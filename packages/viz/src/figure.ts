import type { Raster } from '@rnp/images';
import type { GridSpan } from './gridCanvas.js';

/** A column of a figure with the words above it; `start` and `end` in pixels of the figure. */
export interface FigureColumn extends GridSpan {
  readonly label: string;
}

/** A row of a figure with the words at its left. */
export type FigureRow = FigureColumn;

/** A picture with column headings, and with words at its rows where there are some. The headings are text, not pixels: `reportHtml` sets them above the picture. */
export interface Figure extends Raster<Uint8Array> {
  readonly columns: readonly FigureColumn[];
  readonly rows?: readonly FigureRow[];
}

/** The look of a figure; what is left out is the figure's own default. */
export interface FigureOptions {
  /** Each pixel becomes a square of this side. */
  readonly scale?: number;
  /** Output pixels between pictures. */
  readonly gap?: number;
  /** Output pixels of the coloured border around a part's own canvas. */
  readonly border?: number;
  /** Behind and between the pictures: a colour, or 'transparent'. */
  readonly background?: readonly [number, number, number] | 'transparent';
}

export const defaultFigureOptions: Required<FigureOptions> = Object.freeze({
  scale: 4,
  gap: 8,
  border: 4,
  background: 'transparent',
});
