import type { RunMetrics } from '../record/metrics.js';
import type { RunStatus } from './status.js';

/** Mean and standard deviation (n − 1; 0 for one value) over seeds. */
export interface Spread {
  readonly mean: number;
  readonly deviation: number;
}

/** The runs of a setting, compared over seeds. */
export interface SettingSummary {
  readonly setting: string;
  /** Number of runs that are done. */
  readonly done: number;
  /** Number of runs in all. */
  readonly runs: number;
  readonly ssePerImage: Spread | null;
  /** Per level, top level first; null for models without parts. */
  readonly purity: readonly Spread[] | null;
  readonly effectiveChildren: readonly Spread[] | null;
  /** Seconds of training, without measuring. */
  readonly seconds: Spread | null;
  /** The run with the smallest error; null while none is done. */
  readonly best: { readonly run: string; readonly seed: number; readonly ssePerImage: number } | null;
}

/** A row a setting, in the order of the sweep. */
export function sweepSummary(
  settings: readonly string[],
  statuses: readonly RunStatus[],
): readonly SettingSummary[] {
  return settings.map((setting) => {
    const runs = statuses.filter(({ run }) => run.setting === setting);
    const done = runs.flatMap(({ run, metrics }) => (metrics === null ? [] : [{ run, metrics }]));
    const all = done.map(({ metrics }) => metrics);
    // A damaged or diverged run may have no number there.
    const best = done
      .filter(({ metrics }) => Number.isFinite(metrics.ssePerImage))
      .sort((a, b) => a.metrics.ssePerImage - b.metrics.ssePerImage)[0];
    return {
      setting,
      done: done.length,
      runs: runs.length,
      ssePerImage: spread(all.map((one) => one.ssePerImage)),
      purity: perLevel(all, (one) => one.purity),
      effectiveChildren: perLevel(all, (one) => one.effectiveChildren),
      seconds: spread(all.map((one) => one.seconds)),
      best:
        best === undefined
          ? null
          : { run: best.run.name, seed: best.run.seed, ssePerImage: best.metrics.ssePerImage },
    };
  });
}

/** @returns null of no values */
export function spread(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}

function perLevel(
  all: readonly RunMetrics[],
  pick: (metrics: RunMetrics) => readonly number[] | null,
): readonly Spread[] | null {
  const lists = all.flatMap((metrics) => pick(metrics) ?? []);
  if (lists.length === 0) return null;
  const depth = Math.max(...all.map((metrics) => pick(metrics)?.length ?? 0));
  return Array.from({ length: depth }, (_, level) => {
    // A level of which nothing drew has no figure.
    const values = all.map((metrics) => pick(metrics)?.[level] ?? Number.NaN);
    return spread(values.filter(Number.isFinite)) ?? { mean: Number.NaN, deviation: Number.NaN };
  });
}
