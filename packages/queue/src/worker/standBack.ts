import { setTimeout as sleep } from 'node:timers/promises';
import { LockLost } from '../errors.js';
import type { TaskJobs } from '../tasks/taskJobs.js';

const lookEveryMs = 200;

/**
 * Lets other workers have the first look at a task that is due then. Of all that wait for one, BullMQ may give it to the same
 * one again and again. Ends early when there is anything else to do.
 */
export async function standBack(jobs: TaskJobs, dueMs: number, signal: AbortSignal): Promise<void> {
  const until = Date.now() + dueMs + 2 * lookEveryMs;
  // The lock is given up already, which BullMQ may tell as lost.
  const stopped = (): boolean => signal.aborted && !(signal.reason instanceof LockLost);
  while (Date.now() < until && !stopped()) {
    const waiting = await jobs.getWaitingCount().catch(() => 1);
    if (waiting > 0) return;
    await sleep(lookEveryMs);
  }
}
