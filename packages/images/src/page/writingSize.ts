import type { Raster } from '../raster.js';
import { type InkPiece, inkPieces } from './inkPieces.js';

/** Pieces of less than this share of the largest one are dots, and do not say how large writing is. */
const dotShare = 0.35;
/** Pieces as long as this share of the page are lines of the paper, or edges, where there is more writing beside them. */
const longShare = 0.6;

const sideOf = ({ width, height }: InkPiece): number => Math.max(width, height);
const areaOf = (pieces: readonly InkPiece[]): number =>
  pieces.reduce((sum, { pixels }) => sum + pixels.length, 0);

/** Whether pieces are as long as the page. @param ink of one channel, in [0, 1] */
function isLong({ width, height }: InkPiece, ink: Raster): boolean {
  return width >= longShare * ink.width || height >= longShare * ink.height;
}

/**
 * The larger side of what is written on a page, in pixels: the median over its pieces, where a piece counts by its size, so that a digit and two
 * pieces of it are as large as the digit.
 *
 * @param ink of one channel, in [0, 1]
 * @param ruled whether what is as long as the page is lines; otherwise it is writing where it has most of the ink
 * @returns null where nothing is written
 */
export function writingSize(ink: Raster, ruled: boolean): number | null {
  const all = inkPieces(ink);
  const short = all.filter((piece) => !isLong(piece, ink));
  const written = ruled || 2 * areaOf(short) >= areaOf(all) ? short : all;
  const largest = written.reduce((max, piece) => Math.max(max, sideOf(piece)), 0);
  const sides = written
    .map(sideOf)
    .filter((side) => side >= dotShare * largest)
    .sort((one, other) => one - other);
  const half = sides.reduce((sum, side) => sum + side, 0) / 2;
  let sum = 0;
  for (const side of sides) {
    sum += side;
    if (sum > half) return side;
  }
  return null;
}
