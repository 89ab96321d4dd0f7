import type { CurveSvgOptions } from '@rnp/viz';
import type { EvaluationRow } from '../record/evaluations.js';
import { levelNames } from '../record/levelNames.js';
import type { MetricsRow } from '../record/metrics.js';

/** `name`: of its files beside the report. */
type Curve = CurveSvgOptions & { readonly name: string; readonly caption?: string };

/** Learning curves of a run: the error, then whether it is a parse. Curves of fewer than two points are left out. */
export function curves(
  rows: readonly MetricsRow[],
  evaluations: readonly EvaluationRow[],
  childrenPerLevel: readonly number[],
): readonly Curve[] {
  const names = levelNames(childrenPerLevel.length);
  const perLevel = (
    pick: (row: MetricsRow) => readonly (number | null)[] | undefined,
  ): CurveSvgOptions['series'] =>
    names.map((name, level) => ({
      name,
      points: rows.flatMap((row) => {
        const value = pick(row)?.[level];
        return value === undefined || value === null ? [] : [[row.step, value] as const];
      }),
    }));
  const all: Curve[] = [
    {
      name: 'learning',
      title: 'Learning',
      xLabel: 'training step (batches)',
      yLabel: 'SSE per image (squared intensity, black 0 to ink 1, summed over pixels)',
      yScale: 'log',
      series: [
        {
          name: 'training batches',
          points: rows.map((row) => [row.step, row.ssePerImage] as const),
          smooth: 5,
        },
        ...(evaluations.length > 1
          ? [
              {
                name: 'held-out images',
                points: evaluations.map((row) => [row.step, row.ssePerImage] as const),
              },
            ]
          : []),
      ],
      caption: `Squared error of training batches, z sampled; so a little above the held-out error.${evaluations.length > 1 ? ' Of held-out images: z = mean.' : ''}`,
    },
    {
      name: 'purity',
      title: 'Purity',
      xLabel: 'training step (batches)',
      yLabel: 'purity (share, 0 to 1)',
      series: perLevel((row) => row.purity),
      caption: 'On training batches. 1: parts never overlap; one over their number: all draw the same.',
    },
    {
      name: 'effective-children',
      title: 'Effective children',
      xLabel: 'training step (batches)',
      yLabel: 'effective children (number of parts)',
      series: perLevel((row) => row.effectiveChildren),
      caption: `On training batches. 1: one child draws everything; ${childrenPerLevel.join(' / ')}: all draw equally much.`,
    },
  ];
  return all.filter(({ series }) => series.some(({ points }) => points.length > 1));
}
