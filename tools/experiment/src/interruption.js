import { exitCodes } from './errors.js';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** npm passes a signal on to a child that the terminal has sent it to already; two within this time are one. */
const sameMs = 500;

/**
 * The first signal asks for an orderly end, a second one ends the process at once; files are written atomically.
 *
 * @param {() => void} onFirst
 * @returns {{ signal: AbortSignal, stop(): void }}
 */
export function listenForInterrupt(onFirst) {
  const controller = new AbortController();
  let first = 0;
  const listener = () => {
    if (!controller.signal.aborted) {
      first = performance.now();
      onFirst();
      controller.abort();
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
