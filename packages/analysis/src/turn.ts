import { check } from './options.js';

/** What takes long lets others have a turn this often. */
const turnMs = 50;

export interface Running {
  /** Ends the work at the next step, with the signal's reason. */
  readonly signal?: AbortSignal;
  /** After every step, `done` of `total`. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** @throws RnpError RNP_CONFIG for an invalid signal or listener */
export function requireRunning({ signal, onProgress }: Running): void {
  if (signal !== undefined) check.signal('options.signal', signal);
  if (onProgress !== undefined) check.callable('options.onProgress', onProgress);
}

/** Names of what `Running` has. */
export const runningNames: readonly string[] = ['signal', 'onProgress'];

/** Calls `step` for 0 … total − 1, and lets the event loop run in between. @throws the signal's reason */
export async function inTurns(
  total: number,
  step: (index: number) => void,
  { signal, onProgress }: Running,
): Promise<void> {
  let last = performance.now();
  signal?.throwIfAborted();
  for (let index = 0; index < total; index++) {
    step(index);
    onProgress?.(index + 1, total);
    if (performance.now() - last < turnMs) continue;
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 0);
    });
    signal?.throwIfAborted();
    last = performance.now();
  }
}
