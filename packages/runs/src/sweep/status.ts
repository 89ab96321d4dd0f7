import type { RunMetrics } from '../record/metrics.js';
import type { TrainedSoFar } from '../run/events.js';
import type { SweepRun } from './plan.js';

/** How far a run of a sweep is. */
export interface RunStatus {
  readonly run: SweepRun;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'stopped' | 'cancelled';
  /** Of the training, while it runs. */
  readonly soFar: TrainedSoFar | null;
  /** Of a run that is done. */
  readonly metrics: RunMetrics | null;
  /** Why it failed. */
  readonly reason: string | null;
}

export function waiting(run: SweepRun): RunStatus {
  return { run, state: 'waiting', soFar: null, metrics: null, reason: null };
}

/** Whether nothing more happens to it by itself. */
export function isOver({ state }: RunStatus): boolean {
  return state !== 'waiting' && state !== 'running';
}
