import { fork } from 'node:child_process';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { FromRun, RunEnd, ToRun } from './runMessages.js';
import type { RunTask } from './runTask.js';

const program = fileURLToPath(new URL('./runChild.mjs', import.meta.url));

const abortMs = 500;

export interface RunProcessOptions {
  readonly task: RunTask;
  /** Folder of the run; one of its checkpoints is gone on from. */
  readonly dir: string;
  /** Whether an earlier run in the folder may be replaced. */
  readonly overwrite: boolean;
  /** File that takes what the process writes beside its messages. */
  readonly log: string;
  /** Tells the run to stop after the present step; it saves then. */
  readonly signal: AbortSignal;
  readonly onMessage: (message: Exclude<FromRun, RunEnd>) => void;
}

/** A run in a process of its own, which ends with this one, however that ends. Nothing is thrown. */
export async function runProcess({
  task,
  dir,
  overwrite,
  log,
  signal,
  onMessage,
}: RunProcessOptions): Promise<RunEnd> {
  await mkdir(dirname(log), { recursive: true });
  const file = await open(log, 'a');
  const child = fork(program, { stdio: ['ignore', file.fd, file.fd, 'ipc'], execArgv: [] });
  const send = (message: ToRun): void => {
    // A process that is gone gets no message; its end is told below.
    if (child.connected) child.send(message, () => undefined);
  };
  const stop = (): void => send({ type: 'stop' });
  let last: RunEnd | null = null;
  child.on('message', (message: FromRun) => {
    if (message.type === 'finished' || message.type === 'stopped' || message.type === 'failed')
      last = message;
    else onMessage(message);
  });
  send({ type: 'run', task, dir, overwrite });
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    const how = await new Promise<string>((resolve) => {
      child.on('error', ({ message }) => resolve(message));
      child.on('exit', (code, killer) => resolve(killer === null ? `exit code ${code}` : `signal ${killer}`));
    });
    // A signal to all processes of a terminal may end this one before whoever asked for the run hears of it.
    if (last === null && !signal.aborted) await sleep(abortMs, undefined, { signal }).catch(() => undefined);
    if (last === null && signal.aborted) return { type: 'stopped', step: 0, steps: 0 };
    return (
      last ?? {
        type: 'failed',
        code: 'RNP_RUN_LOST',
        message: `the process of the run ended without a word (${how}); see ${log}`,
      }
    );
  } finally {
    signal.removeEventListener('abort', stop);
    await file.close();
  }
}
