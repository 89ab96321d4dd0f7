import { type Wording, worded } from '@rnp/errors';
import { UnrecoverableError } from 'bullmq';
import type { Holding } from '../errors.js';
import { addWantedAgain } from '../tasks/forgetUnwanted.js';
import { readReason, reasonText } from '../tasks/reason.js';
import { leftBy, progressOf, type TaskJob } from '../tasks/taskJobs.js';
import { reportProgress } from './lock.js';
import type { Outcome } from './outcome.js';
import type { TaskBench } from './taskBench.js';
import { namesOfWorkers } from './workerNames.js';

/** A task that this worker cannot do is left to others for so long. */
export const leaveMs = 2000;

/** The most that is kept of why one worker left a task, in characters. */
const maxLeftLength = 1000;

/**
 * Tells the server how a task ended. While the server is away or takes no writes, it is told again and again, for as long as the task is
 * still this worker's.
 *
 * @returns who had it
 */
export async function settle(
  bench: TaskBench,
  job: TaskJob,
  token: string,
  outcome: Outcome,
  regain: () => Promise<Holding>,
): Promise<Holding> {
  const tell = async (): Promise<void> => {
    switch (outcome.type) {
      case 'done':
        await job.moveToCompleted(outcome.result, token, false);
        return;
      case 'failed':
        await job.moveToFailed(outcome.error, token, false);
        return;
      case 'back':
        await job.moveToWait(token);
        return;
      case 'left':
        await leave(bench, job, token, outcome.reason);
        return;
      case 'later':
        await job.moveToDelayed(Date.now() + leaveMs, token);
        return;
      case 'cancelled':
        job.opts.removeOnFail = true;
        await job.moveToFailed(new UnrecoverableError('cancelled'), token, false);
        return;
      case 'elsewhere':
        return;
    }
  };
  const { patiently } = bench.connection;
  const holding = await patiently(async (): Promise<Holding> => {
    try {
      await tell();
      return 'ours';
    } catch (error) {
      // -1, -2, -3, -6: not there, not locked, not at work, locked by another.
      const { code } = error as { code?: unknown };
      if (typeof code !== 'number') throw error;
      if (code === -1) return 'gone';
      if (code !== -2) return 'elsewhere';
      const held = await regain();
      if (held === 'ours') await tell();
      return held;
    }
  }, Number.POSITIVE_INFINITY);
  if (outcome.type === 'cancelled') {
    await patiently(() => addWantedAgain(bench.jobs, bench.records, [job]), Number.POSITIVE_INFINITY);
  }
  return holding;
}

/**
 * Leaves a task to the other workers, with the reason for whoever asks how it stands. Once all that are there have left it, it has failed:
 * nobody would be told otherwise that it waits in vain.
 */
async function leave(bench: TaskBench, job: TaskJob, token: string, reason: Wording): Promise<void> {
  const left = { ...leftBy(job), [bench.name]: reasonText(reason, maxLeftLength) };
  const workers = await namesOfWorkers(bench.jobs);
  // A server that tells nothing of its clients: others may come.
  if (workers.length > 0 && workers.every((name) => Object.hasOwn(left, name))) {
    const told = [...new Set(workers.map((name) => left[name]!))].slice(0, 3).map(readReason);
    const reasons = told.flatMap((one, i) => (i === 0 ? one : ['; ', ...one]));
    const whole = worded`none of the ${workers.length} workers can do it: ${reasons}`;
    const text = reasonText(workers.length === 1 ? reasons : whole);
    await job.moveToFailed(new UnrecoverableError(text), token, false);
    return;
  }
  const progress = { ...progressOf(job), left };
  await reportProgress(bench.connection, (name) => bench.jobs.toKey(name), { id: job.id!, token }, progress);
  await job.moveToDelayed(Date.now() + leaveMs, token);
}
