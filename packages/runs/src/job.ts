import type { Listener } from './events.js';

/** What a job needs from whoever runs it. */
export interface JobContext<Event> {
  /** Aborted when the job is to end early: by the caller's own signal, or because nobody listens any more. */
  readonly signal: AbortSignal;
  readonly listen: Listener<Event>;
}

/**
 * Work that takes a while, reports events, and has a result. It starts when you ask for its events or its result.
 *
 * - `for await (const event of job)`: events in order; an error of the work is thrown there. Leaving the loop early stops the work.
 * - `await job.result()`: the result; no loop is needed.
 * - `await using job = …`: at the end of the block the work is stopped and the results so far are saved.
 */
export class Job<Event, Result> implements AsyncIterable<Event>, AsyncDisposable {
  readonly #work: (context: JobContext<Event>) => Promise<Result>;
  readonly #stopping = new AbortController();
  readonly #signal: AbortSignal;
  #running: Promise<Result> | null = null;
  #listener: Listener<Event> | null = null;

  /** @param signal stops the work */
  constructor(work: (context: JobContext<Event>) => Promise<Result>, signal?: AbortSignal) {
    this.#work = work;
    this.#signal =
      signal === undefined ? this.#stopping.signal : AbortSignal.any([signal, this.#stopping.signal]);
  }

  /** The result, from the work that runs already or begins now. */
  result(): Promise<Result> {
    this.#running ??= this.#work({
      signal: this.#signal,
      listen: (event) => this.#listener?.(event),
    });
    return this.#running;
  }

  /** Events from now on. There is one loop at a time: a second one takes over. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Event, void, undefined> {
    const waiting: Event[] = [];
    let wake = (): void => undefined;
    const own: Listener<Event> = (event) => {
      waiting.push(event);
      wake();
    };
    this.#listener = own;
    let over = false;
    const ended = this.result().finally(() => {
      over = true;
      wake();
    });
    // Awaited below; until then a failure is not unhandled.
    ended.catch(() => undefined);
    try {
      for (;;) {
        while (waiting.length > 0) yield waiting.shift()!;
        if (over) break;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      await ended;
    } finally {
      if (this.#listener === own) this.#listener = null;
      if (!over) await this[Symbol.asyncDispose]();
    }
  }

  /** Stops the work and waits until what there is has been saved. Errors of the work belong to `result`. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopping.abort();
    await this.#running?.catch(() => undefined);
  }
}
