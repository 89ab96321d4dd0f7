import { curveSvg, meanCurve } from '@rnp/viz';

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
