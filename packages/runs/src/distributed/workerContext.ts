/** What a worker's context gives to a task. */
export interface WorkerContext {
  /** How often a worker took the task, from 1. */
  readonly attempt: number;
  /** Aborted when the task is to stop: cancelled, taken away, or the worker stops. */
  readonly signal: AbortSignal;
  /** @param reached how far the task is for good, say the step that a worker can go on from */
  progress(value: unknown, reached?: number): void;
}
