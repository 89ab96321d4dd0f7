import { turnOfTheLoop } from '@rnp/backend';
import { checkOption } from './checks.js';
import type { SceneExplanation } from './explained.js';

/** How work of unknown length is stopped and told of. */
export interface Running {
  /** Ends the work at the next look, with the signal's reason. */
  readonly signal?: AbortSignal;
  /**
   * After every look at all scenes: how many are done, and how many there are at most. `total` falls where fewer objects are found, or
   * fewer beginnings are needed; the last call has `done` = `total`.
   */
  readonly onProgress?: (done: number, total: number) => void;
  /**
   * Hears of the scenes, as far as they are explained, each time that one of them has one object more: what is found first is told first. The
   * result may have fewer objects, and draws them better, as all are looked at again in the end. Not told of what `beginnings` try anew.
   */
  readonly onFound?: (scenes: readonly SceneExplanation[]) => void;
}

/** Names of what `Running` has. */
export const runningNames: readonly (keyof Running)[] = Object.freeze(['signal', 'onProgress', 'onFound']);

/** The looks of one call. */
export interface Work {
  readonly signal: AbortSignal | undefined;
  readonly onFound: Running['onFound'];
  /** One more is done: others have a turn. @throws the signal's reason */
  done(): Promise<void>;
  /** So many fewer are needed. */
  fewer(count: number): void;
}

/** @throws RnpError RNP_CONFIG for an invalid signal or listener; the signal's reason */
export function workOf({ signal, onProgress, onFound }: Running, most: number): Work {
  if (signal !== undefined) checkOption.signal('options.signal', signal);
  if (onProgress !== undefined) checkOption.callable('options.onProgress', onProgress);
  if (onFound !== undefined) checkOption.callable('options.onFound', onFound);
  signal?.throwIfAborted();
  let [done, total] = [0, most];
  return {
    signal,
    onFound,
    done: async () => {
      onProgress?.(++done, total);
      await turnOfTheLoop();
      signal?.throwIfAborted();
    },
    fewer: (count) => {
      if (count === 0) return;
      total -= count;
      onProgress?.(done, total);
    },
  };
}
