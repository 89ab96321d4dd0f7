import { option, worded } from '@rnp/errors';
import { TaskError } from '@rnp/queue';

/** What the owner of a worker lets tasks ask for; null where any number will do. */
export interface WorkerLimits {
  /** Engines of a run. */
  readonly engines: number;
  /** Optimiser steps of a run, and those by which the programs of an image are bettered. */
  readonly steps: number | null;
  /** Numbers that a model learns. */
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
