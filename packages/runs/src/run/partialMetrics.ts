import type { PartialMetrics } from '../record/metrics.js';
import type { PreparedRun } from './preparedRun.js';
import type { TrainingOutcome } from './trainingOutcome.js';

/** What is known of a run that is not at its end. */
export function partialMetrics(
  { record }: PreparedRun,
  { step, seconds, last }: Omit<TrainingOutcome, 'finished'>,
): PartialMetrics {
  return {
    complete: false,
    steps: step,
    of: record.training.steps,
    seconds,
    backend: record.backend,
    seed: record.training.seed,
    data: record.data.name,
    rnp: record.rnp,
    training: last,
  };
}
