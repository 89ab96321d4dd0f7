import { controlLength } from './sharedLayout.js';

/** Thrown in a worker that waits when the run is stopped: nothing went wrong there. */
export class Stopped extends Error {
  override readonly name = 'Stopped';

  constructor() {
    super('the run was stopped');
  }
}

/** Words of the control region, a cache line apart. */
const WORD = controlLength / 4;
const [ARRIVED, GENERATION, STOPPED, ALLOWED] = [0, WORD, 2 * WORD, 3 * WORD] as const;

/** Looks at a word before the thread is put to sleep; waking up takes longer than most waits. */
const LOOKS = 2000;

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
    Atomics.store(this.#control, ALLOWED, steps);
    Atomics.notify(this.#control, ALLOWED);
  }

  /** Ends every wait, now and later, with `Stopped`. */
  stop(): void {
    Atomics.store(this.#control, STOPPED, 1);
    Atomics.add(this.#control, GENERATION, 1);
    Atomics.notify(this.#control, GENERATION);
    Atomics.store(this.#control, ALLOWED, -1);
    Atomics.notify(this.#control, ALLOWED);
  }

  /** Blocks until a step after `done` steps is allowed. @throws Stopped */
  waitForStep(done: number): void {
    for (;;) {
      const allowed = Atomics.load(this.#control, ALLOWED);
      this.#check();
      if (allowed > done) return;
      this.#sleep(ALLOWED, allowed);
    }
  }

  /** Blocks until every worker is here. What was written before can be read after. @throws Stopped */
  meet(): void {
    const generation = Atomics.load(this.#control, GENERATION);
    this.#check();
    if (Atomics.add(this.#control, ARRIVED, 1) === this.#workers - 1) {
      Atomics.store(this.#control, ARRIVED, 0);
      Atomics.add(this.#control, GENERATION, 1);
      Atomics.notify(this.#control, GENERATION);
    } else {
      while (Atomics.load(this.#control, GENERATION) === generation) this.#sleep(GENERATION, generation);
    }
    this.#check();
  }

  #sleep(word: number, value: number): void {
    for (let look = 0; look < LOOKS; look++) if (Atomics.load(this.#control, word) !== value) return;
    Atomics.wait(this.#control, word, value);
  }

  #check(): void {
    if (Atomics.load(this.#control, STOPPED) !== 0) throw new Stopped();
  }
}
