import { writeFileAtomic } from '@rnp/files/node';
import { collapseAdvice, maySayCollapsed, Rnp } from '@rnp/vae';
import { dataTitle } from '../report/reportTitle.js';
import { writeReport } from '../report/runReport.js';
import { stepsPerLevelOf } from '../report/stepsPerLevel.js';
import { usualEvaluateLimit } from './evaluateLimit.js';
import { evaluateOn } from './evaluateRun.js';
import { learnedAdvice } from './learningAdvice.js';
import { figuresOf, type PartialMetrics, type RunMetrics } from './metrics.js';
import type { PreparedRun } from './preparedRun.js';
import { readEvaluations, readRows } from './runFiles.js';
import { json } from './runFolder.js';
import type { RunProgress } from './runProgress.js';
import { saveModel } from './saveRun.js';
import type { TrainRunOutcome } from './trainRun.js';

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
  outcome: Omit<TrainRunOutcome, 'finished'>,
): Promise<void> {
  const { record, folder } = run;
  const metrics: PartialMetrics = {
    complete: false,
    steps: outcome.step,
    of: record.training.steps,
    seconds: outcome.seconds,
    backend: record.backend,
    seed: record.training.seed,
    data: record.data.name,
    rnp: record.rnp,
    training: outcome.last,
  };
  await saveModel(run, metrics);
  await writeFileAtomic(folder.metrics, json(metrics));
}

export interface FinishRunOptions {
  /** Whether the report is drawn. */
  readonly report: boolean;
  /** See `SessionOptions`. */
  readonly evaluateLimit: number | null;
  readonly progress: RunProgress;
  readonly signal: AbortSignal;
}

/** Measures a trained run on held-out images and writes model, metrics.json and report. */
export async function finishRun(
  run: PreparedRun,
  outcome: TrainRunOutcome,
  { report, evaluateLimit, progress, signal }: FinishRunOptions,
): Promise<FinishedRun> {
  const { record, folder, model } = run;
  const { test } = run.data;
  const { seed } = record.training;
  const limit = evaluateLimit ?? usualEvaluateLimit(record.training, test.length);
  const evaluation = await evaluateOn(model, test, { limit, signal, onProgress: progress.measuring });
  const figures = figuresOf(evaluation, {
    data: test.name,
    digest: record.data.digest,
    split: test.split,
    backend: record.backend,
  });
  const metrics: RunMetrics = {
    ...figures,
    seconds: outcome.seconds,
    steps: outcome.step,
    seed,
    rnp: record.rnp,
    complete: true,
  };
  await saveModel(run, metrics);
  await writeFileAtomic(folder.metrics, json(metrics));
  const { parse } = evaluation;
  const judged = maySayCollapsed(outcome.step, record.training) && model instanceof Rnp && parse !== null;
  const warnings = [
    ...[learnedAdvice(metrics.ssePerImage, run.data)].filter((advice) => advice !== null),
    ...(judged ? collapseAdvice(parse, model.config) : []),
  ];
  signal.throwIfAborted();
  if (!report) return { metrics, heldOut: test.length, warnings, report: null };
  const path = await writeReport(folder.dir, model, test, {
    title: `${dataTitle(record.data.name)}, taken apart`,
    metrics,
    stepsPerLevel: stepsPerLevelOf(model),
    rows: await readRows(folder),
    evaluations: await readEvaluations(folder),
    settings: record,
    command: record.command,
    seed,
    notes: warnings,
    overwrite: true,
  });
  return { metrics, heldOut: test.length, warnings, report: path };
}
