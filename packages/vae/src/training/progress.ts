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

/** Follows the steps `first` … `last`. */
export function createProgress(first: number, last: number, batchSize: number): Progress {
  const begun = performance.now();
  let done = first;
  return (rows) => {
    const bad = rows.findIndex((row) => Array.from(row).some((value) => !Number.isFinite(value)));
    const badStep = bad < 0 ? null : done + bad + 1;
    done += rows.length;
    const seconds = (performance.now() - begun) / 1000;
    const perStep = seconds / Math.max(1, done - first);
    const mean = (i: number): number => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length;
    return {
      badStep,
      figures: {
        metrics: {
          loss: mean(0),
          ssePerImage: mean(1),
          klPerImage: mean(2),
          overlapPerImage: mean(3),
          patchPerImage: mean(4),
          gradientNorm: mean(6),
        },
        imagesPerSecond: batchSize / perStep,
        secondsLeft: perStep * (last - done),
        seconds,
      },
    };
  };
}
