import { appendJsonLine } from '@rnp/vae/node';
import { evaluateOn } from './evaluateRun.js';
import { type EvaluationFigures, figuresOf } from './metrics.js';
import type { PreparedRun } from './preparedRun.js';
import type { RunProgress } from './runProgress.js';

/** Steps between measurements on held-out images, or one after each pass over the data. */
export type EvaluateEvery = number | 'epoch';

/** A row of `evaluations.jsonl`. */
export interface EvaluationRow
  extends Pick<EvaluationFigures, 'ssePerImage' | 'klPerImage' | 'purity' | 'effectiveChildren'> {
  readonly step: number;
  /** Passes over the training data. */
  readonly epoch: number;
}

export interface HeldOut {
  /** Measures if it is time to. @returns the milliseconds that it took, which are not training */
  take(step: number): Promise<number>;
}

/**
 * Measures a run on its whole test split every so many steps, on the untrained model first: a row of `evaluations.jsonl`
 * each.
 *
 * @param every null: never
 */
export function heldOut(
  run: PreparedRun,
  every: EvaluateEvery | null,
  { progress, signal }: { readonly progress: RunProgress; readonly signal: AbortSignal },
): HeldOut {
  const { record, data, model, folder } = run;
  const perEpoch = data.train.length / record.training.batchSize;
  const steps = every === 'epoch' ? Math.max(1, Math.floor(perEpoch)) : every;
  let next = run.resume === null ? 0 : steps === null ? 0 : (Math.floor(run.resume.step / steps) + 1) * steps;
  return {
    take: async (step) => {
      if (steps === null || step < next) return 0;
      const begun = performance.now();
      next = (Math.floor(step / steps) + 1) * steps;
      const evaluation = await evaluateOn(model, data.test, { signal, onProgress: progress.measuring });
      const { split, name } = data.test;
      const figures = figuresOf(evaluation, { data: name, split, backend: record.backend });
      const { ssePerImage, klPerImage, purity, effectiveChildren } = figures;
      const row: EvaluationRow = {
        step,
        epoch: step / perEpoch,
        ssePerImage,
        klPerImage,
        purity,
        effectiveChildren,
      };
      await appendJsonLine(folder.evaluations, row);
      return performance.now() - begun;
    },
  };
}
