import type { Answer, Answers, RequestName, Requests } from './messages.js';

/** The page's side of the worker. */
export interface Engine {
  /** @throws Error with the worker's message */
  ask<N extends RequestName>(name: N, body: Requests[N]): Promise<Answers[N]>;
}

/** Starts the worker that holds the model. */
export function createEngine(): Engine {
  const worker = new Worker(new URL('./engineWorker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, { resolve: (body: never) => void; reject: (error: Error) => void }>();
  let last = 0;
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
    const { resolve, reject } = waiting.get(data.id)!;
    waiting.delete(data.id);
    if (data.ok) resolve(data.body as never);
    else reject(new Error(data.message));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    const error = new Error(`the model's thread has stopped: ${event.message}; reload the page`);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  return {
    ask: (name, body) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, { resolve: resolve as (body: never) => void, reject });
        worker.postMessage({ id, name, body });
      }),
  };
}

/**
 * The newest of many calls: while one runs, only the latest of those that came since waits. For strokes, which move faster
 * than a model parses.
 */
export function latestOnly<A>(run: (argument: A) => Promise<void>): (argument: A) => void {
  let busy = false;
  let next: { readonly argument: A } | null = null;
  const start = async (argument: A): Promise<void> => {
    busy = true;
    await run(argument).catch((error: unknown) => reportError(error));
    busy = false;
    if (next === null) return;
    const { argument: latest } = next;
    next = null;
    void start(latest);
  };
  return (argument) => {
    if (busy) next = { argument };
    else void start(argument);
  };
}
