import type { Raster } from '@rnp/images';
import { checkOption } from '../checks.js';
import { type AnyRaster, checkPicture } from '../image/byteRaster.js';
import type { GridSpan } from '../image/gridCanvas.js';

/** A column of a figure with the words above it; `start` and `end` in pixels of the figure. */
export interface FigureColumn extends GridSpan {
  readonly label: string;
}

/** A row of a figure with the words at its left. */
export type FigureRow = FigureColumn;

/** A picture with column headings and, optionally, words at its rows. The headings are text, not pixels: `reportHtml` sets them above the picture. */
export interface Figure extends Raster<Uint8Array> {
  readonly columns: readonly FigureColumn[];
  readonly rows?: readonly FigureRow[];
}

/** The look of a figure; missing options have the figure's own defaults. */
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

/** Names of `FigureOptions`. */
export const figureOptionNames: readonly string[] = /* @__PURE__ */ Object.freeze(
  Object.keys(defaultFigureOptions),
);

/** @throws RnpError RNP_CONFIG */
export function checkLook({ scale, gap, border, background }: Required<FigureOptions>): void {
  checkOption.wholeNumber('options.scale', scale, 1);
  checkOption.wholeNumber('options.gap', gap, 0);
  checkOption.wholeNumber('options.border', border, 0);
  if (background !== 'transparent') checkOption.numbers('options.background', background, 3);
}

/** A raster, and headings where there are some. @throws RnpError RNP_IMAGE_RASTER, RNP_CONFIG */
export function checkFigure(figure: AnyRaster | Figure, path: string): void {
  checkPicture(figure, path);
  const { columns, rows } = figure as Partial<Figure>;
  if (columns !== undefined) checkOption.array(`${path}.columns`, columns, checkOption.object);
  if (rows !== undefined) checkOption.array(`${path}.rows`, rows, checkOption.object);
}
