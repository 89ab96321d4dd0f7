import { inWords } from '@rnp/errors';
import { readReason } from './reason.js';
import type { Task, TaskCounts, TaskState, TaskStatus } from './task.js';
import { isDone, isFailed, leftBy, progressOf, type TaskJob } from './taskJobs.js';

/**
 * How a task of a batch stands.
 *
 * @param job its job, if the server has it
 * @param active the ids of all jobs at work
 * @param wanted where the batch is cancelled: the keys that other batches want
 */
export function statusOf(
  { key, name }: Omit<Task, 'payload'>,
  job: TaskJob | undefined,
  active: ReadonlySet<string>,
  wanted: ReadonlySet<string> | undefined,
): TaskStatus {
  const cancelled = wanted !== undefined;
  if (job === undefined) {
    return {
      key,
      name,
      state: cancelled ? 'cancelled' : 'missing',
      progress: null,
      result: null,
      attempts: 0,
    };
  }
  return {
    key,
    name,
    state: stateOf(job, active.has(job.id!), cancelled, wanted?.has(key) ?? true),
    progress: progressOf(job).value,
    result: isDone(job) ? job.returnvalue.value : null,
    ...reasonOf(job),
    attempts: job.attemptsStarted,
    ...(job.processedBy === undefined ? {} : { worker: job.processedBy }),
    ...(job.processedOn === undefined ? {} : { startedAt: job.processedOn }),
    ...(job.finishedOn === undefined ? {} : { endedAt: job.finishedOn }),
  };
}

/** Why it failed, or why its last attempt did, or why workers leave it to others. */
function reasonOf(job: TaskJob): Pick<TaskStatus, 'reason' | 'wording'> {
  const text = isDone(job) ? undefined : (job.failedReason ?? Object.values(leftBy(job))[0]);
  if (text === undefined) return {};
  const wording = readReason(text);
  return { reason: inWords(wording), wording };
}

function stateOf(job: TaskJob, active: boolean, cancelled: boolean, wanted: boolean): TaskState {
  if (isDone(job)) return 'done';
  if (isFailed(job)) return 'failed';
  // A task at work that nobody wants is about to stop; one that others want is theirs.
  if (cancelled) return active && !wanted ? 'active' : 'cancelled';
  return active ? 'active' : 'waiting';
}

export function countStates(statuses: readonly TaskStatus[]): TaskCounts {
  const counts = { waiting: 0, active: 0, done: 0, failed: 0, cancelled: 0, missing: 0 };
  for (const { state } of statuses) counts[state]++;
  return counts;
}
