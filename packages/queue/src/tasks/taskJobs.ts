import { type Job, type JobsOptions, Queue } from 'bullmq';
import type { Connection } from '../connection/connection.js';
import type { Task } from './task.js';

/** What a job of BullMQ holds for us. The payload is text, so that its size is known before anybody reads it. */
export interface JobData {
  readonly name: string;
  readonly payload: string;
}

/** What a job returns: never nothing, so that a job that is done is told from one that failed. */
export interface JobResult {
  readonly value: unknown;
}

/** What a job says of its progress, and how often a worker had died on it when it last got on. */
export interface JobProgress {
  readonly value: unknown;
  readonly deaths: number;
  readonly reached?: number;
  /** Why workers left the job to others, by their names: see `reasonText`. */
  readonly left?: Readonly<Record<string, string>>;
}

export type TaskJob = Job<JobData, JobResult, string>;
export type TaskJobs = Queue<JobData, JobResult, string>;

/** The name of BullMQ's queue, which all kinds of tasks share, so that a worker's places are taken by whatever comes next. */
export const queueName = 'tasks';

/** How many jobs are asked for or added at once. */
const chunkSize = 500;

/** An error that may pass is tried three times, the second time after a second, the third after two more. */
export const jobOptions: JobsOptions = Object.freeze({
  attempts: 3,
  backoff: { type: 'exponential', delay: 1000 },
  // Traces name files of the workers' machines, and the server keeps all of them.
  stackTraceLimit: 0,
});

export function taskJobs({ redis, prefix, troubles }: Connection): TaskJobs {
  const jobs: TaskJobs = new Queue(queueName, {
    connection: redis,
    prefix,
    // Events hold results once more, and nobody here listens to them.
    streams: { events: { maxLen: 100 } },
  });
  jobs.on('error', (error) => troubles.met(error));
  return jobs;
}

/** BullMQ takes no id that is a number. */
export const jobIdOf = (key: string): string => `t-${key}`;
export const keyOfJob = (jobId: string): string => jobId.slice(2);

/** Adds the tasks that are not there; those that are stay as they are. */
export async function addTasks(jobs: TaskJobs, tasks: readonly Task[]): Promise<void> {
  await addJobs(
    jobs,
    tasks.map(({ key, kind, name, payload }) => ({
      id: jobIdOf(key),
      kind,
      data: { name, payload: JSON.stringify(payload) },
    })),
  );
}

export async function addJobs(
  jobs: TaskJobs,
  wanted: readonly { readonly id: string; readonly kind: string; readonly data: JobData }[],
): Promise<void> {
  await jobs.addBulk(
    wanted.map(({ id, kind, data }) => ({ name: kind, data, opts: { ...jobOptions, jobId: id } })),
  );
}

export const isDone = (job: TaskJob): boolean => job.finishedOn !== undefined && job.returnvalue !== null;
export const isFailed = (job: TaskJob): boolean => job.finishedOn !== undefined && job.returnvalue === null;

/** What is known of a job's progress; anything else that stands there counts as none. */
export function progressOf(job: TaskJob): JobProgress {
  const found = job.progress as Partial<JobProgress> | number | null;
  if (typeof found !== 'object' || found === null || typeof found.deaths !== 'number') {
    return { value: null, deaths: 0 };
  }
  const { value = null, deaths, reached } = found;
  return typeof reached === 'number' ? { value, deaths, reached } : { value, deaths };
}

/** Why workers left the job to others, by their names. */
export function leftBy(job: TaskJob): Readonly<Record<string, string>> {
  const { left } = (job.progress ?? {}) as { readonly left?: unknown };
  if (typeof left !== 'object' || left === null) return {};
  return Object.fromEntries(
    Object.entries(left).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Queues a failed job once more, with as many attempts as a new one; what it reached is kept, and its deaths are forgiven. */
export async function queueAnew(job: TaskJob): Promise<void> {
  await job.updateProgress({ ...progressOf(job), deaths: job.stalledCounter });
  try {
    await job.retry('failed', { resetAttemptsMade: true });
  } catch (error) {
    // -1, -3: another one has done it, or removed it, in this moment.
    const { code } = error as { code?: unknown };
    if (code !== -1 && code !== -3) throw error;
  }
}

/** Parts of at most `chunkSize`. */
export function chunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / chunkSize) }, (_, i) =>
    all.slice(i * chunkSize, (i + 1) * chunkSize),
  );
}
