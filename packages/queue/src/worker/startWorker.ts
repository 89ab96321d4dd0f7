import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { RnpError } from '@rnp/errors';
import { Worker as Fetcher, WaitingError } from 'bullmq';
import { check } from '../checks.js';
import { connect, type QueueOptions, queueOptionNames } from '../connection/connection.js';
import { Stopping, TaskCancelled } from '../errors.js';
import { batchRecords } from '../tasks/batchRecords.js';
import { mendJobs } from '../tasks/damagedJobs.js';
import { type JobData, type JobResult, keyOfJob, queueName, taskJobs } from '../tasks/taskJobs.js';
import { stallCheck } from './stallCheck.js';
import type { TaskBench } from './taskBench.js';
import { requireKind, type TaskKind } from './taskKind.js';
import { startTask, type TaskRun } from './taskRun.js';
import { writeGate } from './writeGate.js';

export interface WorkerOptions extends QueueOptions {
  /** How tasks are done, by their kind. */
  readonly kinds: Readonly<Record<string, TaskKind>>;
  /** How many tasks at a time, of all kinds together. Default: 1. */
  readonly concurrency?: number;
  /** For people. Default: host and process. */
  readonly name?: string;
  /**
   * How long a worker may not be heard of before its tasks go to another one, in milliseconds. Default: 30,000. A worker that is killed
   * is noticed after one to two times of it. The same for all workers of a queue.
   */
  readonly lockMs?: number;
  /** How many workers may die on a task in a row, without its getting on, before it counts as failed. Default: 5. */
  readonly maxDeaths?: number;
  /** Whether `idle()` shall ever resolve. Default: false. */
  readonly drain?: boolean;
}

/** The side that works. */
export interface Worker {
  readonly name: string;
  /**
   * Takes no more tasks, gives those at work their signal (`Stopping`) and `graceMs` (default 10,000) to end, and puts them back into
   * the queue: nothing is lost. Those that are done by then count.
   */
  stop(options?: { readonly graceMs?: number }): Promise<void>;
  /** Resolves when the worker was stopped; with `drain`, also when no task waits or is worked on, by whomever. */
  idle(): Promise<void>;
}

export const defaultWorkerOptions: Readonly<
  Required<Pick<WorkerOptions, 'concurrency' | 'lockMs' | 'maxDeaths' | 'drain'>>
> = Object.freeze({ concurrency: 1, lockMs: 30_000, maxDeaths: 5, drain: false });

/** How often a worker asks whether its tasks are still wanted. */
const wantedEveryMs = 1000;

/** How often a worker that is to end asks whether anything is left. */
const drainedEveryMs = 250;

/**
 * Starts to work.
 *
 * @throws RnpError `RNP_CONFIG`, or `RNP_QUEUE` within seconds when no server answers or it does not let us in
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  requireWorkerOptions(options);
  const { concurrency, lockMs, maxDeaths, drain } = checked({ ...defaultWorkerOptions, ...options });
  const name = options.name ?? `${hostname()}-${process.pid}`;
  const connection = await connect(options);
  const { troubles } = connection;
  const jobs = taskJobs(connection);
  const bench: TaskBench = {
    connection,
    jobs,
    records: batchRecords(connection),
    kinds: new Map(Object.entries(options.kinds)),
    name,
    lockMs,
    maxDeaths,
  };
  const runs = new Set<TaskRun>();
  const runsOf = (id: string): TaskRun[] => [...runs].filter((run) => run.id === id);
  let stopping: Promise<void> | undefined;
  let stopped: () => void = () => undefined;
  const whenStopped = new Promise<void>((resolve) => {
    stopped = resolve;
  });
  let settled: () => void = () => undefined;

  const fetcher = new Fetcher<JobData, JobResult, string>(
    queueName,
    async (job, token) => {
      const run = startTask(
        bench,
        job,
        token!,
        runsOf(job.id!).some((earlier) => earlier.atWork()),
      );
      runs.add(run);
      if (stopping !== undefined) run.abort(new Stopping());
      await run.settled;
      runs.delete(run);
      settled();
      // The server was told already, as often as it took. To BullMQ this says: nothing to tell, take the next one.
      throw new WaitingError();
    },
    {
      connection: connection.redis,
      prefix: connection.prefix,
      name,
      concurrency,
      lockDuration: lockMs,
      stalledInterval: lockMs / 2,
      skipStalledCheck: true,
      // A death may be the machine's fault as well as the task's: see maxDeaths.
      maxStalledCount: Number.MAX_SAFE_INTEGER,
      runRetryDelay: 1000,
    },
  );
  /** What is no trouble of the server's may be a job that cannot be read; no worker holds one of those. */
  const mendActive = async (): Promise<void> => {
    try {
      const ids = (await jobs.getRanges(['active'])) as string[];
      const damaged = await mendJobs(
        connection,
        jobs,
        ids.filter((id) => runsOf(id).length === 0),
      );
      for (const id of damaged) {
        troubles.tell(`task ${keyOfJob(id)} is damaged on the server: it will fail`);
        await connection.redis.del(jobs.toKey(`${id}:lock`));
      }
    } catch (error) {
      troubles.met(error as Error);
    }
  };
  const shutGate = writeGate(connection, fetcher, () => stopping !== undefined);
  fetcher.on('error', (error) => {
    // Its own connections come and go with the main one, which tells; of lost locks there is an event.
    const trouble = troubles.met(error);
    if (trouble === 'writes') shutGate();
    if (trouble === null) void mendActive();
  });
  fetcher.on('lockRenewalFailed', (ids) => {
    for (const run of ids.flatMap(runsOf)) void run.renewLock();
  });

  const endStallCheck = stallCheck(connection, lockMs, () => fetcher.getBackend().moveStalledJobsToWait());

  const watch = async (): Promise<void> => {
    while (stopping === undefined) {
      await Promise.race([sleep(wantedEveryMs), whenStopped]);
      const keys = [...runs].map(({ key }) => key);
      if (keys.length === 0) continue;
      // A server in trouble cannot tell; the tasks go on.
      const wanted = await bench.records.wanted(keys).catch(() => new Set(keys));
      for (const run of runs) {
        if (keys.includes(run.key) && !wanted.has(run.key)) run.abort(new TaskCancelled());
      }
    }
  };
  void watch();

  const stop = async (graceMs: number): Promise<void> => {
    endStallCheck();
    const closed = fetcher.close();
    for (const run of runs) run.abort(new Stopping());
    const timer = setTimeout(() => {
      for (const run of runs) run.giveUp();
    }, graceMs);
    // A server that is away cannot take the tasks back; it finds out by itself when their locks run out.
    await Promise.race([closed, sleep(graceMs + 5000, undefined, { ref: false })]);
    clearTimeout(timer);
    await jobs.close().catch(() => undefined);
    connection.close();
    stopped();
  };
  const drained = async (): Promise<void> => {
    for (;;) {
      // Of its own tasks it knows at once; of others' it has to ask.
      const ownSettled = new Promise<void>((resolve) => {
        settled = resolve;
      });
      if (runs.size === 0) {
        const counts = await jobs
          .getJobCounts('wait', 'active', 'delayed', 'prioritized')
          .catch(() => ({ unknown: 1 }));
        if (Object.values(counts).every((count) => count === 0)) return;
      }
      await Promise.race([sleep(drainedEveryMs), ownSettled]);
    }
  };
  return {
    name,
    stop({ graceMs = 10_000 } = {}) {
      stopping ??= stop(graceMs);
      return stopping;
    },
    idle: () => (drain ? Promise.race([drained(), whenStopped]) : whenStopped),
  };
}

function requireWorkerOptions(options: WorkerOptions): void {
  const own = ['concurrency', 'name', 'lockMs', 'maxDeaths', 'drain'];
  check.options('options', options, ['kinds'], [...queueOptionNames, ...own]);
  check.object('options.kinds', options.kinds);
  if (Object.keys(options.kinds).length === 0) {
    throw new RnpError('RNP_CONFIG', 'must name a kind of task at least: this worker could do none', {
      path: 'options.kinds',
    });
  }
  for (const [name, kind] of Object.entries(options.kinds)) requireKind(`options.kinds["${name}"]`, kind);
  if (options.name !== undefined) check.text('options.name', options.name);
  if (options.drain !== undefined) check.choice('options.drain', options.drain, [true, false]);
}

function checked<T extends { concurrency: number; lockMs: number; maxDeaths: number }>(options: T): T {
  const whole = (what: string, value: number, min: number): void => {
    if (Number.isInteger(value) && value >= min) return;
    throw new RnpError('RNP_CONFIG', `${what} of a worker is a whole number from ${min}`);
  };
  whole('concurrency', options.concurrency, 1);
  whole('lockMs', options.lockMs, 100);
  whole('maxDeaths', options.maxDeaths, 1);
  return options;
}
