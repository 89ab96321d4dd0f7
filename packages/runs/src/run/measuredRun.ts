import { existsSync } from 'node:fs';
import type { RunMetrics } from '../record/metrics.js';
import { readMetrics } from '../record/readRecord.js';
import { bookkeepingOf } from '../settings/bookkeeping.js';
import { evaluateLimitOf } from './evaluateLimit.js';
import { type FinishedRun, warningsOf } from './finish.js';
import { isWholeModel } from './lastCheckpoint.js';
import type { PreparedRun } from './preparedRun.js';

/**
 * What an earlier session found at the end of a run, from its files; null where something of it is missing, damaged, or was
 * measured otherwise than is asked for now.
 */
export async function measuredRun(run: PreparedRun): Promise<FinishedRun | null> {
  const { record, folder, resume, data } = run;
  if (resume?.step !== record.training.steps) return null;
  // Whatever is wrong with the file: it is written anew.
  const metrics = await readMetrics(folder).catch(() => null);
  if (metrics?.complete !== true || !isAsAsked(run, metrics)) return null;
  const { report } = bookkeepingOf(record.bookkeeping);
  if ((report && !existsSync(folder.report)) || !(await isWholeModel(folder.model))) return null;
  return {
    metrics,
    heldOut: data.test.length,
    warnings: warningsOf(run, metrics),
    report: report ? folder.report : null,
  };
}

function isAsAsked({ record, data }: PreparedRun, metrics: RunMetrics): boolean {
  const { training, bookkeeping, data: learned, backend } = record;
  const { evaluateLimit, infer, precisions } = bookkeepingOf(bookkeeping);
  return (
    metrics.steps === training.steps &&
    metrics.images === evaluateLimitOf(evaluateLimit, training, data.test.length) &&
    (metrics.inferred?.steps ?? null) === infer &&
    (metrics.precisions?.images ?? null) === (precisions && Math.min(precisions, data.train.length)) &&
    metrics.digest === learned.digest &&
    metrics.backend === backend
  );
}
