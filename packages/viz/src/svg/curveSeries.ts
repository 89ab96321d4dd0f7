import { checkOption } from '../checks.js';

export interface CurveSeries {
  readonly name: string;
  /** [x, y] in the order of x. Values that are none (NaN, infinite, beyond 1e100, ≤ 0 on a logarithmic axis) are gaps. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Draw the mean over that many neighbours, and the points themselves faintly behind. Default 1: only the points. */
  readonly smooth?: number;
  /** A ribbon in the curve's colour, such as mean ± deviation: [x, low, high] in the order of x. Default none. */
  readonly band?: readonly (readonly [x: number, low: number, high: number])[];
}

/** Values that are no number are gaps; what is no value at all is refused. */
export function checkSeries(path: string, series: unknown): void {
  checkOption.options(path, series, ['name', 'points'], ['smooth', 'band']);
  const { name, points, smooth = 1, band = [] } = series as CurveSeries;
  checkOption.text(`${path}.name`, name);
  checkOption.number(`${path}.smooth`, smooth, 0);
  checkOption.array(`${path}.points`, points, (at, point) => checkNumbers(at, point, 2));
  checkOption.array(`${path}.band`, band, (at, point) => checkNumbers(at, point, 3));
}

/** So many numbers, of which some may be NaN. */
function checkNumbers(path: string, point: unknown, count: number): void {
  checkOption.list(path, point);
  const numbers = point as readonly unknown[];
  for (let i = 0; i < count; i++) {
    // Curves have many points: words are only made for the one that is wrong.
    if (typeof numbers[i] !== 'number') checkOption.anyNumber(`${path}[${i}]`, numbers[i]);
  }
}
