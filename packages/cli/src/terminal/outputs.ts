// The only module that writes to the outputs of the process; a test sees to that.

import type { Terminal } from '@rnp/runs/words';

/** An output that takes nothing any more. */
export interface LostOutput {
  readonly name: 'standard output' | 'standard error';
  /** EPIPE: whoever read it has gone. Anything else, such as ENOSPC, is a failure. */
  readonly error: NodeJS.ErrnoException;
}

const lost: LostOutput[] = [];
const listeners = new Set<() => void>();
let watched = false;

/** Keeps the process alive when an output fails: what is written there later is dropped. */
export function watchOutputs(): void {
  if (watched) return;
  watched = true;
  for (const [name, stream] of [
    ['standard output', process.stdout],
    ['standard error', process.stderr],
  ] as const) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (isLost(name)) return;
      lost.push({ name, error });
      for (const listener of [...listeners]) listener();
    });
  }
}

/**
 * Tells once an output is lost, also when it is already.
 *
 * @returns what ends the telling
 */
export function onOutputLost(listener: () => void): () => void {
  listeners.add(listener);
  if (lost.length > 0) listener();
  return () => void listeners.delete(listener);
}

/** Waits until what was written has arrived or failed. @returns the outputs that failed */
export async function settledOutputs(): Promise<readonly LostOutput[]> {
  for (const [name, stream] of [
    ['standard output', process.stdout],
    ['standard error', process.stderr],
  ] as const) {
    if (!isLost(name)) await new Promise<void>((resolve) => stream.write('', () => resolve()));
  }
  // An error is told after the callback of the write that failed.
  await new Promise(setImmediate);
  return lost;
}

/** Results; whoever writes them passes text from elsewhere through `visible`. */
export const results: Terminal = outputTerminal('standard output', process.stdout);

/** What people are told; whoever draws on it passes text from elsewhere through `visible`. */
export const messages: Terminal = outputTerminal('standard error', process.stderr);

function outputTerminal(name: LostOutput['name'], stream: NodeJS.WriteStream): Terminal {
  return {
    write: (text: string) => {
      if (!isLost(name)) stream.write(text);
    },
    get isTTY() {
      return stream.isTTY;
    },
    get columns() {
      return stream.columns;
    },
    get rows() {
      return stream.rows;
    },
  };
}

function isLost(name: LostOutput['name']): boolean {
  return lost.some((one) => one.name === name);
}
