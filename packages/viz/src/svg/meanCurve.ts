import { checkOption } from '../checks.js';
import type { CurveSeries } from './curveSeries.js';

/**
 * A curve over several runs that were measured at the same x: their mean, and a ribbon of one standard deviation
 * (n − 1) if there is more than one run.
 *
 * @param runs [x, y] of each run, by x; values of x that the first run lacks are left out
 */
export function meanCurve(
  name: string,
  runs: readonly (readonly (readonly [number, number])[])[],
): CurveSeries {
  checkOption.text('name', name);
  checkOption.list('runs', runs, (path, run) =>
    checkOption.list(path, run, (at, point) => checkOption.list(at, point)),
  );
  const others = runs.slice(1).map((run) => new Map(run));
  const rows = (runs[0] ?? []).map(([x, first]) => {
    const values = [first, ...others.flatMap((run) => (run.has(x) ? [run.get(x)!] : []))];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return { x, mean, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
  });
  return {
    name,
    points: rows.map(({ x, mean }) => [x, mean] as const),
    ...(runs.length > 1
      ? { band: rows.map(({ x, mean, deviation }) => [x, mean - deviation, mean + deviation] as const) }
      : {}),
  };
}
