import { exitCodes } from '../errors.js';
import { onOutputLost } from './outputs.js';

/** Ctrl-C, a polite kill, a closed terminal. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * npm and npx pass a signal on to a child that the terminal has sent it to already; two within this time are one.
 */
const sameMs = 500;

export interface Interruption {
  /** Aborted by the first signal, or when nobody reads an output any more. */
  readonly signal: AbortSignal;
  /** Gives the signals back to the system. */
  stop(): void;
}

/** What is told of the signals as they come. */
export interface Heard {
  readonly first: () => void;
  /** The process ends when this returns. */
  readonly second: () => void;
}

/**
 * The first signal asks for an orderly end, and so does an output that is lost; a second signal ends the process at once.
 * Files are written atomically, so that loses nothing that was saved before.
 */
export function listenForInterrupt(heard: Heard): Interruption {
  const controller = new AbortController();
  let first: number | null = null;
  const listener = (): void => {
    if (first !== null && performance.now() - first > sameMs) {
      heard.second();
      process.exit(exitCodes.interrupted);
    }
    first ??= performance.now();
    if (controller.signal.aborted) return;
    controller.abort();
    heard.first();
  };
  for (const signal of signals) process.on(signal, listener);
  const stopWatching = onOutputLost(() => controller.abort());
  return {
    signal: controller.signal,
    stop: () => {
      stopWatching();
      for (const signal of signals) process.off(signal, listener);
    },
  };
}
