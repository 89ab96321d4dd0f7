import type { Answer, Answers, News, RequestName, Requests } from './messages.js';
import { StaleModelError } from './staleModelError.js';

/** The page's side of the worker. */
export interface Engine {
  /** @throws StaleModelError when the model that is meant is no longer in use, Error with the worker's message */
  ask<N extends RequestName>(
    name: N,
    body: Requests[N],
    /** Hears of what there is on the way to the answer. */
    onNews?: (next: N extends keyof News ? News[N] : never) => void,
  ): Promise<Answers[N]>;
}

interface Waiting {
  readonly resolve: (body: never) => void;
  readonly reject: (error: Error) => void;
  readonly onNews: ((next: never) => void) | undefined;
}

/** Starts the worker that holds the model. */
export function createEngine(): Engine {
  const worker = new Worker(new URL('./engineWorker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, Waiting>();
  let last = 0;
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
    const { resolve, reject, onNews } = waiting.get(data.id)!;
    if (data.ok === 'soon') {
      onNews?.(data.news as never);
      return;
    }
    waiting.delete(data.id);
    if (data.ok) resolve(data.body as never);
    else reject(data.stale ? new StaleModelError() : new Error(data.message));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    const error = new Error(`the model's thread has stopped: ${event.message}; reload the page`);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  return {
    ask: (name, body, onNews) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, { resolve: resolve as (body: never) => void, reject, onNews });
        worker.postMessage({ id, name, body });
      }),
  };
}

/**
 * Runs a piece of work again after each call: while it runs, further calls wait as one. For strokes, which move faster than a
 * model parses.
 */
export function latestOnly(run: () => Promise<void>): () => void {
  let busy = false;
  let again = false;
  const start = async (): Promise<void> => {
    busy = true;
    do {
      again = false;
      await run().catch((error: unknown) => reportError(error));
    } while (again);
    busy = false;
  };
  return () => {
    if (busy) again = true;
    else void start();
  };
}
