import type { ReportMetric } from '@rnp/viz';
import { levelNames } from '../record/levelNames.js';
import type { EvaluationFigures, InferredFigures, RunMetrics } from '../record/metrics.js';
import { type PartFigures, partRows } from '../record/partFigures.js';
import { type PrecisionFigures, precisionRow } from '../record/precisionFigures.js';
import { counted } from '../words/counted.js';

/**
 * The figures of a report, for people.
 *
 * @param childrenPerLevel parts per program at each level, top level first
 */
export function metricsTable(
  metrics: EvaluationFigures & Partial<RunMetrics>,
  childrenPerLevel: readonly number[],
): ReportMetric[] {
  const levels = levelNames(childrenPerLevel.length).join(' / ');
  const table: (ReportMetric | null)[] = [
    {
      name: 'SSE per image',
      value: metrics.ssePerImage,
      note: 'sum of squared errors over pixels; lower is better',
      key: true,
    },
    listed('Purity', metrics.purity, `${levels}; 1: no part draws over another`),
    listed('Effective children', metrics.effectiveChildren, `${levels}, of ${childrenPerLevel.join(' / ')}`),
    {
      name: 'KL per image',
      value: metrics.klPerImage,
      note: 'nats, from the prior',
    },
    ...precisionMetrics(metrics.precisions),
    ...inferredMetrics(metrics.inferred, childrenPerLevel),
    { name: 'Images measured', value: metrics.images, note: `${metrics.data}, split ${metrics.split}` },
    childrenPerLevel.length > 0 && metrics.withoutInk !== null
      ? {
          name: 'Images without ink',
          value: metrics.withoutInk,
          note: `${levels}; left out of purity and effective children`,
        }
      : null,
    metrics.steps === undefined ? null : { name: 'Steps', value: metrics.steps },
    metrics.seconds === undefined ? null : { name: 'Training time', value: metrics.seconds, unit: 's' },
    { name: 'Backend', value: metrics.backend },
  ];
  return table.filter((metric) => metric !== null);
}

/** Those that the model keeps, if the run was told to learn them. */
function precisionMetrics(precisions: PrecisionFigures | undefined): readonly ReportMetric[] {
  if (precisions === undefined) return [];
  const [, value, note] = precisionRow(precisions, precisions.images);
  return [{ name: 'Precisions', value, note }];
}

/** What inference found, if the run was told to infer. */
function inferredMetrics(
  inferred: InferredFigures | undefined,
  childrenPerLevel: readonly number[],
): readonly (ReportMetric | null)[] {
  if (inferred === undefined) return [];
  const levels = levelNames(childrenPerLevel.length).join(' / ');
  const after = `after ${counted(inferred.steps, 'step')} of inference`;
  return [
    {
      name: `SSE ${after}`,
      value: inferred.ssePerImage,
      note: 'of the same images; no weight changes',
      key: true,
    },
    listed(`Purity ${after}`, inferred.purity, levels),
    listed(`Effective children ${after}`, inferred.effectiveChildren, levels),
    ...partMetrics(inferred.parts, childrenPerLevel),
  ];
}

/** How many parts images need, where parts had to earn their presence. */
function partMetrics(
  parts: PartFigures | undefined,
  childrenPerLevel: readonly number[],
): readonly ReportMetric[] {
  if (parts === undefined) return [];
  return partRows(parts, childrenPerLevel).map(([name, value, note], i) => ({
    name: name!.replace(/^./, (letter) => letter.toUpperCase()),
    value: value!,
    note: note!,
    ...(i === 0 && { key: true }),
  }));
}

function listed(name: string, value: readonly number[] | null, note: string): ReportMetric | null {
  return value === null ? null : { name, value, note, key: true };
}
