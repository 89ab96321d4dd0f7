import { reportNames } from './loss.js';
import type { TrainingMetrics } from './trainEvent.js';

/** Figures of a `progress` event. */
export interface ProgressFigures {
  readonly metrics: TrainingMetrics;
  readonly imagesPerSecond: number;
  readonly secondsLeft: number;
  readonly seconds: number;
}

export interface ProgressReport {
  /** The first step (counted from 1) whose loss or gradient was no number, or null. */
  readonly badStep: number | null;
  readonly figures: ProgressFigures;
}

/** Takes the reports of the steps since the last call (`Stepper.reports`) and averages them. */
export type Progress = (rows: readonly ArrayLike<number>[]) => ProgressReport;

/**
 * Follows the steps `first` … `last`.
 *
 * @param earlier steps before the first whose reports come with the first ones
 */
export function createProgress(first: number, last: number, batchSize: number, earlier: number): Progress {
  const begun = performance.now();
  let done = first - earlier;
  return (rows) => {
    const bad = rows.findIndex((row) => Array.from(row).some((value) => !Number.isFinite(value)));
    const badStep = bad < 0 ? null : done + bad + 1;
    done += rows.length;
    const seconds = (performance.now() - begun) / 1000;
    const perStep = seconds / Math.max(1, done - first);
    const mean = (name: string): number => {
      const column = reportNames.indexOf(name);
      return rows.reduce((sum, row) => sum + row[column]!, 0) / rows.length;
    };
    return {
      badStep,
      figures: {
        metrics: {
          loss: mean('loss'),
          ssePerImage: mean('sse'),
          klPerImage: mean('kl'),
          overlapPerImage: mean('overlap'),
          patchPerImage: mean('patch'),
          gradientNorm: mean('gradientNorm'),
        },
        imagesPerSecond: batchSize / perStep,
        secondsLeft: perStep * (last - done),
        seconds,
      },
    };
  };
}
