// h height, w width, c channels
import { RnpError } from '@rnp/errors';
import { checkOption } from '../checks.js';
import { checkLook, figureOptionNames } from '../figures/figure.js';
import type { Rgb } from '../palette.js';
import {
  type Bordered,
  blankGrid,
  borderedOf,
  drawCell,
  type GridCell,
  type GridLayout,
  type ImageGrid,
  spansOf,
} from './gridCanvas.js';

export interface ImageGridOptions {
  /** Rows of pictures of any size, 1, 3 or 4 channels mixed; rows may differ in length. */
  readonly rows: readonly (readonly GridCell[])[];
  /** Each pixel becomes a square of this side (nearest neighbour). Default 4. */
  readonly scale?: number;
  /** Output pixels between neighbours. Default 8. */
  readonly gap?: number;
  /** Output pixels of a border; its whole row and column keep that much room, so that all line up. Default 0. */
  readonly border?: number;
  /** Behind and between the pictures. Default 'transparent', which suits light pages and dark. */
  readonly background?: Rgb | 'transparent';
}

export const defaultImageGridOptions: Required<Omit<ImageGridOptions, 'rows'>> = Object.freeze({
  scale: 4,
  gap: 8,
  border: 0,
  background: 'transparent',
});

/**
 * Pictures in a grid, each column as wide as its widest picture, each row as high as its highest, centred.
 *
 * @returns 4 channels on a transparent background, 3 otherwise
 * @throws RnpError RNP_IMAGE_RASTER without a picture; RNP_IMAGE_TOO_LARGE for more than
 * 64 million pixels, before anything is drawn; RNP_CONFIG for options. RnpError for an invalid raster
 */
export function imageGrid(options: ImageGridOptions): ImageGrid {
  checkOption.options('options', options, ['rows'], figureOptionNames);
  checkOption.array('options.rows', options.rows, (path, row) => checkOption.array(path, row));
  const { rows, scale, gap, border, background } = { ...defaultImageGridOptions, ...options };
  checkLook({ scale, gap, border, background });
  const cells = rows.map((row, y) =>
    row.map((cell, x) => {
      return cell === null ? null : borderedOf(cell, `rows[${y}][${x}]`);
    }),
  );
  if (!cells.some((row) => row.some((cell) => cell !== null)))
    throw new RnpError('RNP_IMAGE_RASTER', 'give at least one picture', { path: 'rows' });
  const count = cells.reduce((max, row) => Math.max(max, row.length), 0);
  const heights = cells.map((row) => sideOf(row, 'height', { scale, border }));
  const widths = Array.from({ length: count }, (_, x) =>
    sideOf(
      cells.map((row) => row[x] ?? null),
      'width',
      { scale, border },
    ),
  );
  const grid = { columns: spansOf(widths, gap), rows: spansOf(heights, gap), scale, border };
  const out = blankGrid(grid, background);
  cells.forEach((row, y) => {
    row.forEach((cell, x) => {
      drawCell(out, grid, [y, x], cell, `rows[${y}][${x}]`);
    });
  });
  return out;
}

/** What a line of pictures takes of a side; a border takes its room from all of them. */
function sideOf(
  line: readonly (Bordered | null)[],
  side: 'width' | 'height',
  { scale, border }: Pick<GridLayout, 'scale' | 'border'>,
): number {
  const room = line.some((cell) => cell?.border) ? 2 * border : 0;
  return line.reduce((max, cell) => Math.max(max, cell ? cell.raster[side] * scale + room : 0), 0);
}
