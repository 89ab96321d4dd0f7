import { inWords, type Wording } from '@rnp/errors';
import { check } from '../checks.js';
import type { RunMetrics } from '../record/metrics.js';
import type { TrainedSoFar } from '../run/events.js';
import { checkRun } from './checkPlan.js';
import type { SweepRun } from './plan.js';

/** The status of a run of a sweep. */
export interface RunStatus {
  readonly run: SweepRun;
  /** 'stopped': by the signal; 'cancelled': in the queue, by somebody. */
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'stopped' | 'cancelled';
  /** Progress of the training, while it runs. */
  readonly soFar: TrainedSoFar | null;
  /** Figures of a run that is done. */
  readonly metrics: RunMetrics | null;
  /** Why it failed; null if it did not. */
  readonly reason: string | null;
  /** The reason, in which options can be written as flags, see `inWords` of @rnp/errors. */
  readonly wording?: Wording;
}

const states: readonly RunStatus['state'][] = Object.freeze([
  'waiting',
  'running',
  'done',
  'failed',
  'stopped',
  'cancelled',
] as const);

/** The status of a run that has not begun. */
export function waiting(run: SweepRun): RunStatus {
  checkRun('run', run);
  return { run, state: 'waiting', soFar: null, metrics: null, reason: null };
}

/** The status of a run that failed. */
export function failed(wording: Wording): Pick<RunStatus, 'state' | 'reason' | 'wording'> {
  return { state: 'failed', reason: inWords(wording), wording };
}

/**
 * Tells whether a run is neither waiting nor running.
 *
 * @throws RnpError RNP_CONFIG for an unknown state
 */
export function isOver(status: RunStatus): boolean {
  check.object('status', status);
  const { state } = status;
  check.choice('status.state', state, states);
  return state !== 'waiting' && state !== 'running';
}
