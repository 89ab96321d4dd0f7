import { type Holding, LockLost, type Stopping, TaskCancelled } from '../errors.js';
import { payloadProblem, readJson } from '../tasks/payload.js';
import { reasonOf, reasonText } from '../tasks/reason.js';
import { type JobProgress, keyOfJob, progressOf, type TaskJob } from '../tasks/taskJobs.js';
import { regainLock, reportProgress } from './lock.js';
import { failed, type Outcome } from './outcome.js';
import { progressReporter } from './progressReporter.js';
import { leaveMs, settle } from './settle.js';
import { standBack } from './standBack.js';
import type { TaskBench } from './taskBench.js';
import type { TaskContext, TaskKind } from './taskKind.js';

/** A task at work. */
export interface TaskRun {
  /** Of its job. */
  readonly id: string;
  readonly key: string;
  /** Whether its handler may still be running. */
  atWork(): boolean;
  abort(reason: TaskCancelled | LockLost | Stopping): void;
  /** Waits no longer for a handler that does not end. */
  giveUp(): void;
  /** Takes the lock back after it ran out, or aborts. */
  renewLock(): Promise<void>;
  /** Ends when the server knows how the task ended, or that it goes on elsewhere. Never rejects. */
  readonly settled: Promise<void>;
}

/** @param again whether this worker is still at work on the same task, which it lost meanwhile */
export function startTask(bench: TaskBench, job: TaskJob, token: string, again: boolean): TaskRun {
  const key = keyOfJob(job.id!);
  const controller = new AbortController();
  let stopWaiting: () => void = () => undefined;
  const givenUp = new Promise<void>((resolve) => {
    stopWaiting = resolve;
  });
  const regain = (): Promise<Holding> =>
    regainLock(bench.connection, (name) => bench.jobs.toKey(name), {
      id: job.id!,
      token,
      lockMs: bench.lockMs,
    });

  let ending = false;
  let lost: LockLost | undefined;
  const lose = (holding: Holding): void => {
    if (lost !== undefined || holding === 'ours') return;
    lost = new LockLost(holding);
    controller.abort(lost);
    // Of its progress and its end nothing more is heard, and whoever watches this worker would look for them.
    bench.connection.troubles.tell(`${nameOf(job)}: ${lost.message}`);
  };

  /** There may be no later report that would make it good: one that finds the lock run out takes it back. */
  const report = async (progress: JobProgress): Promise<void> => {
    const write = (): Promise<boolean> =>
      reportProgress(bench.connection, (name) => bench.jobs.toKey(name), { id: job.id!, token }, progress);
    if (await write()) return;
    const holding = await regain();
    lose(holding);
    if (holding === 'ours') await write();
  };

  const run = async (): Promise<void> => {
    // Both would write the same files, and BullMQ would renew no lock any more once one of them ends: others may have it meanwhile.
    const outcome: Outcome = again
      ? { type: 'later' }
      : await work(bench, job, report, controller.signal, givenUp);
    ending = true;
    lose(await settle(bench, job, token, outcome, regain));
    if (outcome.type === 'later' || outcome.type === 'left')
      await standBack(bench.jobs, leaveMs, controller.signal);
  };
  return {
    id: job.id!,
    key,
    atWork: () => !ending,
    abort: (reason) => controller.abort(reason),
    giveUp: () => stopWaiting(),
    async renewLock() {
      const holding = await bench.connection
        .patiently(regain, bench.lockMs)
        .catch((): Holding => 'elsewhere');
      // At its end the task gives its lock up by itself, and is told if it had none.
      if (!ending) lose(holding);
    },
    settled: run().catch((error: Error) => bench.connection.troubles.tell(`task ${key}: ${error.message}`)),
  };
}

async function work(
  bench: TaskBench,
  job: TaskJob,
  report: (progress: JobProgress) => Promise<void>,
  signal: AbortSignal,
  givenUp: Promise<void>,
): Promise<Outcome> {
  const key = keyOfJob(job.id!);
  const wanted = await bench.connection.patiently(() => bench.records.wanted([key]), bench.lockMs);
  if (!wanted.has(key)) return { type: 'cancelled' };
  const kind = bench.kinds.get(job.name);
  if (kind === undefined) {
    bench.connection.troubles.tell(
      `this worker knows no tasks of kind ${JSON.stringify(job.name.slice(0, 64))}: it leaves ${key} to others`,
    );
    return { type: 'later' };
  }
  const before = progressOf(job);
  const deaths = job.stalledCounter;
  if (deaths - before.deaths >= bench.maxDeaths) {
    return failed([
      `${deaths - before.deaths} workers in a row died on this task, or were lost, without its getting on: it may need more memory than they have. Submit it again to try again`,
    ]);
  }
  const payload = checkedPayload(job, kind);
  if ('problem' in payload) return failed([`its payload ${payload.problem}`]);

  // A worker that stops may still have been given this one.
  if (signal.aborted) return afterAbort(signal, { type: 'back' });

  const progress = progressReporter(
    before,
    deaths,
    (problem) =>
      bench.connection.troubles.tell(`what task ${key} says of its progress ${problem}: it is not shown`),
    report,
  );
  const context: TaskContext = {
    key,
    attempt: job.attemptsStarted,
    signal,
    progress: (value, reached) => progress.report(value, reached),
  };
  const stopListening = onAbort(signal, () => {
    // Of a task that another worker has, that one reports.
    if (signal.reason instanceof LockLost) progress.drop();
  });
  try {
    const outcome = await Promise.race([
      handled(kind, payload.value, context),
      givenUp.then((): Outcome => ({ type: 'back' })),
    ]);
    await progress.finish();
    return afterAbort(signal, outcome);
  } finally {
    stopListening();
    progress.drop();
  }
}

async function handled(kind: TaskKind, payload: unknown, context: TaskContext): Promise<Outcome> {
  try {
    // A handler that returns nothing has null for its result.
    const value = (await kind.handle(payload, context)) ?? null;
    const problem = payloadProblem(value);
    return problem === null ? { type: 'done', result: { value } } : failed([`its result ${problem}`]);
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    const { retry } = error as { retry?: unknown };
    const reason = reasonOf(error);
    if (retry === 'elsewhere') return { type: 'left', reason };
    // To BullMQ an error is its message.
    return retry === false ? failed(reason) : { type: 'failed', error: new Error(reasonText(reason)) };
  }
}

/** A task that was told to end may have ended for that, or have thrown for that; it may also have got done before it noticed. */
function afterAbort(signal: AbortSignal, outcome: Outcome): Outcome {
  if (!signal.aborted) return outcome;
  if (signal.reason instanceof TaskCancelled) return { type: 'cancelled' };
  if (signal.reason instanceof LockLost) return { type: 'elsewhere' };
  return outcome.type === 'done' ? outcome : { type: 'back' };
}

function checkedPayload(
  job: TaskJob,
  kind: TaskKind,
): { readonly value: unknown } | { readonly problem: string } {
  const read = readJson((job.data as { payload?: unknown } | null)?.payload);
  if ('problem' in read) return read;
  const checked = kind.schema.safeParse(read.value);
  if (checked.success) return { value: checked.data };
  const [issue] = checked.error.issues;
  return { problem: `is not one of a ${job.name}: ${issue!.path.join('.')} ${issue!.message}`.slice(0, 500) };
}

/** For people; anybody may have written it. */
function nameOf({ id, data }: TaskJob): string {
  const { name } = (data ?? {}) as { readonly name?: unknown };
  return typeof name === 'string' && name !== '' ? name.slice(0, 300) : `task ${keyOfJob(id!)}`;
}

function onAbort(signal: AbortSignal, listener: () => void): () => void {
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}
