import { rm } from 'node:fs/promises';
import { writeFileAtomic } from '@rnp/files/node';
import { isRnp } from '@rnp/vae';
import { collapseAdvice, maySayCollapsed } from '@rnp/vae/training';
import { dataTitle } from '../data/dataTitle.js';
import type { Listener } from '../events.js';
import { json } from '../files/jsonFile.js';
import { childrenPerLevelOf } from '../models/childrenPerLevel.js';
import { figuresOf, inferredFigures, type RunMetrics } from '../record/metrics.js';
import { readEvaluations, readRows } from '../record/readRecord.js';
import { writeReport } from '../report/runReport.js';
import { bookkeepingOf } from '../settings/bookkeeping.js';
import { evaluateOn } from './evaluate.js';
import { evaluateLimitOf } from './evaluateLimit.js';
import type { RunEvent } from './events.js';
import { learnedPrecisions } from './learnedPrecisions.js';
import { learnedAdvice } from './learningAdvice.js';
import { partialMetrics } from './partialMetrics.js';
import type { PreparedRun } from './preparedRun.js';
import { saveModel } from './save.js';
import type { TrainingOutcome } from './trainingOutcome.js';

export interface FinishedRun {
  readonly metrics: RunMetrics;
  /** Held-out images there are, measured or not. */
  readonly heldOut: number;
  /** What is wrong with the result on held-out images; none when all is well. */
  readonly warnings: readonly string[];
  /** The path of report.html, or null. */
  readonly report: string | null;
}

/** Saves what there is of a run that was stopped: model and metrics.json, without held-out figures. */
export async function saveStopped(
  run: PreparedRun,
  outcome: Omit<TrainingOutcome, 'finished'>,
): Promise<void> {
  const metrics = partialMetrics(run, outcome);
  await saveModel(run, metrics);
  await writeFileAtomic(run.folder.metrics, json(metrics));
}

/** What is wrong with a result on held-out images; none when all is well. */
export function warningsOf({ record, data, model }: PreparedRun, metrics: RunMetrics): readonly string[] {
  const { ssePerImage, purity, effectiveChildren, withoutInk, images, steps } = metrics;
  const learned = learnedAdvice(ssePerImage, data);
  const judged = maySayCollapsed(steps, record.training) && isRnp(model);
  const collapsed =
    judged && purity !== null && effectiveChildren !== null && withoutInk !== null
      ? collapseAdvice({ purity, effectiveChildren, withoutInk, images }, model.config)
      : [];
  return [...(learned === null ? [] : [learned]), ...collapsed];
}

export interface FinishRunOptions {
  readonly listen: Listener<RunEvent>;
  readonly signal: AbortSignal;
}

/** Measures a trained run on held-out images and writes model, metrics.json and report. */
export async function finishRun(
  run: PreparedRun,
  outcome: TrainingOutcome,
  { listen, signal }: FinishRunOptions,
): Promise<FinishedRun> {
  const { record, folder, model } = run;
  const { test } = run.data;
  const { seed } = record.training;
  const { evaluateLimit, infer, precisions, report } = bookkeepingOf(record.bookkeeping);
  const limit = evaluateLimitOf(evaluateLimit, record.training, test.length);
  const measured = (steps: number | null): ReturnType<typeof evaluateOn> =>
    evaluateOn(model, test, {
      limit,
      signal,
      onProgress: (done, of) =>
        listen({ type: 'measuring', done, of, ...(steps !== null && { infer: steps }) }),
      ...(steps !== null && { inferred: { steps } }),
    });
  const evaluation = await measured(null);
  const figures = figuresOf(evaluation, {
    data: test.name,
    digest: record.data.digest,
    split: test.split,
    backend: record.backend,
  });
  const learned = precisions === null ? null : await learnedPrecisions(run, precisions, { listen, signal });
  const inferred = infer === null ? null : inferredFigures(infer, await measured(infer));
  const metrics: RunMetrics = {
    ...figures,
    ...(learned !== null && { precisions: learned }),
    ...(inferred !== null && { inferred }),
    seconds: outcome.seconds,
    steps: outcome.step,
    seed,
    rnp: record.rnp,
    complete: true,
  };
  await saveModel(run, metrics);
  // One that is there is of an earlier measurement.
  if (report) await rm(folder.report, { force: true });
  await writeFileAtomic(folder.metrics, json(metrics));
  const warnings = warningsOf(run, metrics);
  if (!report) return { metrics, heldOut: test.length, warnings, report: null };
  const path = await writeReport(folder.dir, model, test, {
    title: `${dataTitle(record.data.name)}, taken apart`,
    metrics,
    childrenPerLevel: childrenPerLevelOf(model),
    rows: await readRows(folder),
    evaluations: await readEvaluations(folder),
    settings: record,
    command: record.command,
    seed,
    notes: warnings,
    overwrite: true,
    signal,
  });
  return { metrics, heldOut: test.length, warnings, report: path };
}
