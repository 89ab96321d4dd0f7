import { option, worded } from '@rnp/errors';
import { TaskError } from '@rnp/queue';

/** The largest tasks that a worker takes; null for no limit. */
export interface WorkerLimits {
  /** Workers of a run, each a thread. */
  readonly engines: number;
  /** Optimiser steps of a run, and steps of inference per image. */
  readonly steps: number | null;
  /** Trained parameters of a model. */
  readonly parameters: number | null;
}

/**
 * @param asked what a task takes
 * @throws TaskError `RNP_TASK_LIMIT`: another worker may allow more
 */
export function requireWithin(
  asked: Readonly<Partial<Record<keyof WorkerLimits, number>>>,
  limits: WorkerLimits,
): void {
  for (const [name, value] of Object.entries(asked) as [keyof WorkerLimits, number][]) {
    const limit = limits[name];
    if (limit === null || value <= limit) continue;
    throw new TaskError(
      'RNP_TASK_LIMIT',
      worded`it asks for ${value} ${name}, and ${limit} are allowed here; workers with ${option(`limits.${name}`, value)} take it`,
      { retry: 'elsewhere' },
    );
  }
}
