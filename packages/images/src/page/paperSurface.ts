// w, h size in tiles
import type { Raster } from '../raster.js';

/** Paper is as light as the surface or lighter, but for this share of it. */
const tolerance = 0.2;
/** Terms of the surface, round by round: a plane first, so that what the light leaves dark is not taken for ink. */
const termsOfRounds = [1, 3, 3, 3, 6, 6, 6] as const;
/** The surface is this share of its lightest place at least: beyond the paper that was seen a parabola may fall to anything. */
const darkest = 0.2;

/**
 * How light the paper of a page is, everywhere, from the tiles that show it: a parabola over the page (Lu, Su and Tan 2010). It goes on below strokes
 * that are wider than tiles, and does not follow the edges of shadows.
 *
 * @param tiles of one channel: how light each is, with ink where a stroke fills one
 * @returns the same tiles, all of paper
 */
export function paperSurface({ width: w, height: h, data: light }: Raster): Raster {
  const places = Array.from(light, (_, at) =>
    terms((2 * (at % w) + 1) / w - 1, (2 * Math.floor(at / w) + 1) / h - 1),
  );
  const sorted = light.slice().sort();
  let surface = [sorted[Math.floor(0.9 * (sorted.length - 1))]!];
  for (const count of termsOfRounds) {
    const paper = [...places.keys()].filter(
      (at) => light[at]! > (1 - tolerance) * lightAt(surface, places[at]!),
    );
    // Too little paper says nothing of how a light falls off.
    if (paper.length < 3 * count) break;
    surface = leastSquares(
      paper.map((at) => places[at]!.slice(0, count)),
      paper.map((at) => light[at]!),
    );
  }
  const paper = places.map((place) => lightAt(surface, place));
  const floor = darkest * Math.max(...paper);
  return {
    width: w,
    height: h,
    channels: 1,
    data: Float32Array.from(paper, (value) => Math.max(floor, value)),
  };
}

/** @param x y from -1 to 1 */
function terms(x: number, y: number): number[] {
  return [1, x, y, x * x, x * y, y * y];
}

function lightAt(surface: readonly number[], at: readonly number[]): number {
  return surface.reduce((sum, factor, i) => sum + factor * at[i]!, 0);
}

/** Factors by which rows give the values as nearly as can be: the normal equations, with a ridge so small that it only keeps them solvable. */
function leastSquares(rows: readonly (readonly number[])[], values: readonly number[]): number[] {
  const count = rows[0]!.length;
  const matrix = Array.from({ length: count }, (_, i) =>
    Array.from({ length: count + 1 }, (__, j) =>
      rows.reduce(
        (sum, row, k) => sum + row[i]! * (j === count ? values[k]! : row[j]!),
        i === j ? 1e-6 * rows.length : 0,
      ),
    ),
  );
  return solved(matrix);
}

/** Gauss and Jordan; what the ridge makes positive definite needs no pivots. @param matrix [count, count + 1], overwritten */
function solved(matrix: number[][]): number[] {
  for (const [i, pivot] of matrix.entries()) {
    for (const [k, row] of matrix.entries()) {
      if (k === i) continue;
      const factor = row[i]! / pivot[i]!;
      for (const [j, value] of pivot.entries()) row[j]! -= factor * value;
    }
  }
  return matrix.map((row, i) => row.at(-1)! / row[i]!);
}
