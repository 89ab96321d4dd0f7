import * as tf from '@tensorflow/tfjs-core';
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

export interface Progress {
  /** Takes a step's report, [7], unread. */
  add(report: tf.Tensor1D): void;
  /** Reads and averages the reports since the last call. */
  read(): ProgressReport;
  dispose(): void;
}

/** Collects the reports of steps `first` … `last` on the backend and reads them together. */
export function createProgress(first: number, last: number, batchSize: number): Progress {
  const begun = performance.now();
  let waiting: tf.Tensor1D[] = [];
  let read = first;
  return {
    add: (report) => void waiting.push(report),
    read: () => {
      const rows = waiting.map((report) => report.dataSync());
      tf.dispose(waiting);
      waiting = [];
      const bad = rows.findIndex((row) => row.some((value) => !Number.isFinite(value)));
      const badStep = bad < 0 ? null : read + bad + 1;
      read += rows.length;
      const seconds = (performance.now() - begun) / 1000;
      const perStep = seconds / Math.max(1, read - first);
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
          secondsLeft: perStep * (last - read),
          seconds,
        },
      };
    },
    dispose: () => {
      tf.dispose(waiting);
      waiting = [];
    },
  };
}
