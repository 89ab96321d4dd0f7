import { controlLength } from './sharedLayout.js';

/** Thrown in a worker that waits when the run is stopped: nothing went wrong there. */
export class Stopped extends Error {
  override readonly name = 'Stopped';

  constructor() {
    super('the run was stopped');
  }
}

/** Words of the control region, a cache line apart. */
const wordsPerFlag = controlLength / 4;
const [arrivedAt, generationAt, stoppedAt, allowedAt] = [
  0,
  wordsPerFlag,
  2 * wordsPerFlag,
  3 * wordsPerFlag,
] as const;

/** Looks at a word before the thread is put to sleep; waking up takes longer than most waits. */
const looks = 2000;

/**
 * How threads wait for each other, on words of shared memory. The calling thread only opens and stops, which never
 * blocks; workers block.
 */
export class Barrier {
  readonly #control: Int32Array;
  readonly #workers: number;

  constructor(control: Int32Array, workers: number) {
    this.#control = control;
    this.#workers = workers;
  }

  /** Lets workers take steps until `steps` of them are done. */
  allow(steps: number): void {
    Atomics.store(this.#control, allowedAt, steps);
    Atomics.notify(this.#control, allowedAt);
  }

  /** Ends every wait, now and later, with `Stopped`. */
  stop(): void {
    Atomics.store(this.#control, stoppedAt, 1);
    Atomics.add(this.#control, generationAt, 1);
    Atomics.notify(this.#control, generationAt);
    Atomics.store(this.#control, allowedAt, -1);
    Atomics.notify(this.#control, allowedAt);
  }

  /** Blocks until a step after `done` steps is allowed. @throws Stopped */
  waitForStep(done: number): void {
    for (;;) {
      const allowed = Atomics.load(this.#control, allowedAt);
      this.#check();
      if (allowed > done) return;
      this.#sleep(allowedAt, allowed);
    }
  }

  /** Blocks until every worker is here. What was written before can be read after. @throws Stopped */
  meet(): void {
    const generation = Atomics.load(this.#control, generationAt);
    this.#check();
    if (Atomics.add(this.#control, arrivedAt, 1) === this.#workers - 1) {
      Atomics.store(this.#control, arrivedAt, 0);
      Atomics.add(this.#control, generationAt, 1);
      Atomics.notify(this.#control, generationAt);
    } else {
      while (Atomics.load(this.#control, generationAt) === generation) this.#sleep(generationAt, generation);
    }
    this.#check();
  }

  #sleep(word: number, value: number): void {
    for (let look = 0; look < looks; look++) if (Atomics.load(this.#control, word) !== value) return;
    Atomics.wait(this.#control, word, value);
  }

  #check(): void {
    if (Atomics.load(this.#control, stoppedAt) !== 0) throw new Stopped();
  }
}
