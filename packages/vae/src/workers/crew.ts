import { option, RnpError, worded } from '@rnp/errors';
import { Stopped } from './barrier.js';
import type { WorkerMessage, WorkerPlan } from './messages.js';
import type { SharedState } from './sharedState.js';
import type { SpawnWorker, WorkerHandle } from './workerHandle.js';

/**
 * The workers of one run. The first that fails stops the others; from then on every promise is rejected with a
 * RnpError RNP_WORKER that names it, whose cause has the worker's own code. After `close` every promise is rejected with `Stopped`.
 */
export class Crew {
  readonly #workers: WorkerHandle[] = [];
  readonly #shared: SharedState;
  readonly #count: number;
  #ready = 0;
  #reports: (readonly number[])[] = [];
  #failure: RnpError | undefined;
  #closed = false;
  #changed: () => void = () => undefined;

  constructor(plan: WorkerPlan, shared: SharedState, spawn: SpawnWorker) {
    this.#shared = shared;
    this.#count = plan.workers;
    for (let index = 0; index < plan.workers; index++) {
      try {
        const worker = spawn();
        this.#workers.push(worker);
        worker.listen(
          (message) => this.#hear(message as WorkerMessage, index),
          (error) => this.#fail(index, error.message, error),
        );
        worker.post({ plan, memory: shared.memory, index });
      } catch (cause) {
        this.#fail(index, (cause as Error).message, cause);
      }
    }
  }

  /** Resolves when all workers can begin. */
  async ready(): Promise<void> {
    await this.#until(() => this.#ready === this.#count);
  }

  /** Resolves with the reports of the steps that were finished since the last call, one at least. */
  async reports(): Promise<readonly (readonly number[])[]> {
    await this.#until(() => this.#reports.length > 0);
    const reports = this.#reports;
    this.#reports = [];
    return reports;
  }

  /** Whether the process stays alive for the workers alone. */
  hold(alive: boolean): void {
    for (const worker of this.#workers) worker.hold(alive);
  }

  /** Ends all workers; resolves when they are gone. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#shared.barrier.stop();
    this.#changed();
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #hear(message: WorkerMessage, index: number): void {
    if (message.type === 'ready') this.#ready++;
    else if (message.type === 'step') this.#reports.push(message.report);
    else {
      const { message: problem, code } = message;
      this.#fail(index, problem, code === undefined ? undefined : new RnpError(code, problem));
    }
    this.#changed();
  }

  #fail(index: number, problem: string, cause?: unknown): void {
    if (this.#closed || this.#failure !== undefined) return;
    this.#failure = new RnpError(
      'RNP_WORKER',
      worded`worker ${index + 1} of ${this.#count} failed: ${problem}. Train with fewer workers, or with ${option('workers', 1)}`,
      { cause },
    );
    // Those that wait for it would wait forever.
    this.#shared.barrier.stop();
    this.#changed();
  }

  /** Resolves when `condition` holds, which only a message can bring about. */
  async #until(condition: () => boolean): Promise<void> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#closed) throw new Stopped();
      if (condition()) return;
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }
}
