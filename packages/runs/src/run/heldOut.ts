import { appendJsonLine } from '@rnp/files/node';
import type { Listener } from '../events.js';
import { withNulls } from '../files/jsonFile.js';
import type { CurveFiles } from '../record/curveFiles.js';
import type { EvaluationRow } from '../record/evaluations.js';
import { figuresOf } from '../record/metrics.js';
import { readEvaluations } from '../record/readRecord.js';
import type { EvaluateEvery } from '../settings/bookkeeping.js';
import { evaluateOn } from './evaluate.js';
import type { RunEvent } from './events.js';
import { partialMetrics } from './partialMetrics.js';
import type { PreparedRun } from './preparedRun.js';
import { saveModel } from './save.js';
import type { TrainingOutcome } from './trainingOutcome.js';
import { unlessStopped } from './unlessStopped.js';

/** What training says of itself when it is measured. */
type SoFar = Omit<TrainingOutcome, 'finished' | 'step'>;

export interface HeldOut {
  /** The steps between measurements; null for none. */
  readonly every: number | null;
  /** Measures if it is time to: at the multiples of `every`. @returns the milliseconds that it took, which are not training */
  take(step: number, soFar: SoFar): Promise<number>;
  /** Number of rows of `evaluations.jsonl`. */
  readonly count: number;
}

/**
 * Measures a run on its whole test split at the multiples of so many steps, on the untrained model first: a row of `evaluations.jsonl`
 * each; the model that was best of them is kept in a folder beside the run's own. What is due follows from the step and the rows that are
 * there, so that a run in pieces has the rows of one that never stopped.
 *
 * @param every null: never
 */
export async function heldOut(
  run: PreparedRun,
  every: EvaluateEvery | null,
  {
    listen,
    signal,
    curves,
  }: { readonly listen: Listener<RunEvent>; readonly signal: AbortSignal; readonly curves: CurveFiles },
): Promise<HeldOut> {
  const { record, data, model, folder } = run;
  const perEpoch = data.train.length / record.training.batchSize;
  const steps = every === 'epoch' ? Math.max(1, Math.floor(perEpoch)) : every;
  const rows = await readEvaluations(folder);
  let best = Math.min(...rows.map((row) => row.ssePerImage));
  let last = rows.at(-1)?.step ?? -1;
  let count = rows.length;
  return {
    every: steps,
    take: async (step, soFar) => {
      // One that is told to stop is measured here when it goes on.
      if (steps === null || step % steps !== 0 || step <= last || signal.aborted) return 0;
      const begun = performance.now();
      const measuring = evaluateOn(model, data.test, {
        signal,
        onProgress: (done, of) => listen({ type: 'measuring', done, of }),
      });
      const evaluation = await unlessStopped(measuring, signal);
      if (evaluation === null) return performance.now() - begun;
      const { split, name } = data.test;
      const figures = figuresOf(evaluation, {
        data: name,
        digest: record.data.digest,
        split,
        backend: record.backend,
      });
      const { ssePerImage, klPerImage, purity, effectiveChildren } = figures;
      const row: EvaluationRow = {
        step,
        epoch: step / perEpoch,
        ssePerImage,
        klPerImage,
        purity,
        effectiveChildren,
      };
      // The model first: a row tells of no better one than there is.
      if (row.ssePerImage < best) {
        best = row.ssePerImage;
        await saveModel(run, partialMetrics(run, { step, ...soFar }), folder.best);
      }
      last = step;
      count++;
      await appendJsonLine(folder.evaluations, withNulls(row));
      await curves.measured(row);
      return performance.now() - begun;
    },
    get count() {
      return count;
    },
  };
}
