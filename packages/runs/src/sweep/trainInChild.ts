import { fork } from 'node:child_process';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { childProgram } from '../files/childProgram.js';
import type { FromRun, RunEnd, ToRun } from './childMessages.js';
import type { RunTask } from './task.js';

/** What asks a process to end, and ends one that has only begun to start. */
const politeSignals: readonly unknown[] = Object.freeze(['SIGINT', 'SIGTERM', 'SIGHUP']);

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
  const child = fork(childProgram('trainChild'), {
    stdio: ['ignore', file.fd, file.fd, 'ipc'],
    execArgv: [],
  });
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
    const [how, killer] = await new Promise<readonly [string, string | null]>((resolve) => {
      child.on('error', ({ message }) => resolve([message, null]));
      child.on('exit', (code, by) => resolve([by === null ? `exit code ${code}` : `signal ${by}`, by]));
    });
    // Whoever ends all processes of a group may reach this one before it listens, and before us: nothing has failed.
    const stopped = signal.aborted || politeSignals.includes(killer);
    if (last === null && stopped) return { type: 'stopped', step: 0, steps: 0 };
    return (
      last ?? {
        type: 'failed',
        code: 'RNP_RUN_LOST',
        wording: [`the process of the run ended without a word (${how}); see ${log}`],
      }
    );
  } finally {
    signal.removeEventListener('abort', stop);
    await file.close();
  }
}
