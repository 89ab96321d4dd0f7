import { checkOption } from './checks.js';

/** How work of unknown length is stopped and told of. */
export interface Running {
  /** Ends the work at the next look, with the signal's reason. */
  readonly signal?: AbortSignal;
  /**
   * After every look at all scenes: how many are done, and how many there are at most. `total` falls where fewer objects are found, or
   * fewer beginnings are needed; the last call has `done` = `total`.
   */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Names of what `Running` has. */
export const runningNames: readonly (keyof Running)[] = Object.freeze(['signal', 'onProgress']);

/** The looks of one call. */
export interface Work {
  readonly signal: AbortSignal | undefined;
  /** One more is done: others have a turn. @throws the signal's reason */
  done(): Promise<void>;
  /** So many fewer are needed. */
  fewer(count: number): void;
}

/** @throws RnpError RNP_CONFIG for an invalid signal or listener; the signal's reason */
export function workOf({ signal, onProgress }: Running, most: number): Work {
  if (signal !== undefined) checkOption.signal('options.signal', signal);
  if (onProgress !== undefined) checkOption.callable('options.onProgress', onProgress);
  signal?.throwIfAborted();
  let [done, total] = [0, most];
  return {
    signal,
    done: async () => {
      onProgress?.(++done, total);
      // A backend may answer without a turn of the event loop: no signal would be heard.
      await new Promise<void>((resolve) => {
        setTimeout(resolve, 0);
      });
      signal?.throwIfAborted();
    },
    fewer: (count) => {
      if (count === 0) return;
      total -= count;
      onProgress?.(done, total);
    },
  };
}
