import { exitCodes } from '../errors.js';

/** Ctrl-C, a polite kill, a closed terminal. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * npm and npx pass a signal on to a child that the terminal has sent it to already; two within this time are one.
 */
const sameMs = 500;

export interface Interruption {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** Gives the signals back to the system. */
  stop(): void;
}

/**
 * The first signal asks for an orderly end; a second one ends the process at once. Files are written atomically, so
 * that loses nothing that was saved before.
 */
export function listenForInterrupt(onFirst: () => void): Interruption {
  const controller = new AbortController();
  let first = 0;
  const listener = (): void => {
    if (!controller.signal.aborted) {
      first = performance.now();
      controller.abort();
      onFirst();
    } else if (performance.now() - first > sameMs) {
      process.exit(exitCodes.interrupted);
    }
  };
  for (const signal of signals) process.on(signal, listener);
  return {
    signal: controller.signal,
    stop: () => {
      for (const signal of signals) process.off(signal, listener);
    },
  };
}
