import type { TaskStatus } from '@rnp/queue';
import { check } from '../checks.js';
import type { TrainedSoFar } from '../run/events.js';
import { failed, type RunStatus } from '../sweep/status.js';

/** The status of a run from the status of its task in the queue. */
export function statusOf(status: TaskStatus): Partial<RunStatus> {
  check.object('status', status);
  const { state, progress, reason, wording } = status;
  const soFar = isTrained(progress) ? progress : null;
  if (state === 'active') return { state: 'running', soFar };
  if (state === 'failed' || state === 'missing') {
    return failed(wording ?? [reason ?? (state === 'missing' ? 'it is gone from the queue' : 'failed')]);
  }
  if (state === 'cancelled') return { state: 'cancelled' };
  return { state: 'waiting', soFar };
}

function isTrained(progress: unknown): progress is TrainedSoFar {
  const { step, steps, ssePerImage, secondsLeft } = (progress ?? {}) as Partial<TrainedSoFar>;
  return [step, steps, ssePerImage, secondsLeft].every((value) => typeof value === 'number');
}
