import { curveSvg } from '@rnp/viz';

/**
 * Runs of one kind put together: names that differ only in a seed of one figure at their end, as in `plain-1` and `plain-2`; `eth-80`
 * is a kind of its own.
 *
 * @param {Record<string, T>} runs by name
 * @returns {Map<string, T[]>}
 * @template T
 */
export function kinds(runs) {
  const together = new Map();
  for (const [name, run] of Object.entries(runs)) {
    const kind = name.replace(/-\d$/, '');
    together.set(kind, [...(together.get(kind) ?? []), run]);
  }
  return together;
}

/**
 * A curve over several runs that were measured at the same places: their mean, and a ribbon of one standard deviation
 * (n − 1) where there is more than one.
 *
 * @param {string} name
 * @param {readonly (readonly (readonly [number, number])[])[]} runs
 * @returns {import('@rnp/viz').CurveSeries}
 */
export function meanCurve(name, runs) {
  const rows = runs[0].map(([x], i) => {
    const values = runs.flatMap((run) => (run[i]?.[0] === x ? [run[i][1]] : []));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return { x, mean, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
  });
  return {
    name,
    points: rows.map(({ x, mean }) => [x, mean]),
    ...(runs.length > 1
      ? { band: rows.map(({ x, mean, deviation }) => [x, mean - deviation, mean + deviation]) }
      : {}),
  };
}

/** The error of training batches over steps, a curve a kind of model; SVG. @param {Record<string, { curve: number[][] }>} trained */
export function learningCurves(trained) {
  return curveSvg({
    title: 'Learning',
    xLabel: 'training step (batches)',
    yLabel: 'SSE per image (squared intensity, summed over pixels), training batches',
    yScale: 'log',
    series: [...kinds(trained)].map(([name, runs]) => ({
      ...meanCurve(
        name,
        runs.map(({ curve }) => curve),
      ),
      smooth: 5,
    })),
  });
}
