import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import type { Checkpoint } from '../../src/training/checkpoint.js';
import type { FromTrainer, ToTrainer } from '../../src/training/messages.js';
import type { RunLock } from '../../src/training/runLock.js';
import type { RunStore } from '../../src/training/runStore.js';
import { type TrainerWorker, TrainingRun } from '../../src/training/trainingRun.js';
import { trainingSession } from '../../src/training/trainingSession.js';
import type { TrainingState } from '../../src/training/trainingState.js';
import { barData, bars, tinyRecipe } from '../tinyRecipe.js';

/** The trainer on this thread: the real session behind the real messages. */
function trainer(): TrainerWorker {
  const listeners: ((event: { readonly data: FromTrainer }) => void)[] = [];
  let pauseAsked = false;
  let alive = true;
  const tell = (message: FromTrainer): void => {
    const data = structuredClone(message);
    setTimeout(() => {
      if (alive) for (const listener of listeners) listener({ data });
    });
  };
  return {
    postMessage: (message: ToTrainer) => {
      if (message.type === 'pause') pauseAsked = true;
      if (message.type !== 'train') return;
      const { recipe, from } = structuredClone(message);
      const shown = bars.subarray(0, 144);
      trainingSession({
        recipe,
        from,
        data: barData,
        shown,
        tell,
        pauseAsked: () => pauseAsked,
        saveAsked: () => false,
      }).catch(({ code, message: words }) => tell({ type: 'failed', code, message: words }));
    },
    addEventListener: (type: string, listener: never) => {
      if (type === 'message') listeners.push(listener);
    },
    terminate: () => {
      alive = false;
      pauseAsked = true;
    },
  };
}

/** One for all pages, as the browser's. */
function memoryLock(): RunLock {
  let taken = false;
  const waiting: (() => void)[] = [];
  return {
    take: async () => {
      if (taken) return null;
      taken = true;
      return () => {
        taken = false;
        for (const go of waiting.splice(0)) go();
      };
    },
    isTaken: async () => taken,
    free: () => (taken ? new Promise((go) => void waiting.push(go)) : Promise.resolve()),
  };
}

function memoryStore(): RunStore & { kept: Checkpoint | null } {
  const store = {
    kept: null as Checkpoint | null,
    load: async () => store.kept,
    save: async (checkpoint: Checkpoint) => {
      store.kept = checkpoint;
    },
    clear: async () => {
      store.kept = null;
    },
  };
  return store;
}

function reached(run: TrainingRun, test: (state: TrainingState) => boolean): Promise<TrainingState> {
  return new Promise((resolve) => {
    const end = run.state.subscribe((state) => {
      if (!test(state)) return;
      resolve(state);
      setTimeout(() => end());
    });
  });
}

const phase = (wanted: string) => (state: TrainingState) => state.phase === wanted;

describe('the run of a page', () => {
  let lock: RunLock;
  beforeAll(() => useBackend('wasm'));
  beforeEach(() => {
    lock = memoryLock();
  });

  test('starts, pauses, is kept, is taken up by the next page and ends as if it had never stopped', async () => {
    const store = memoryStore();
    const first = new TrainingRun({ spawn: trainer, store, lock });
    expect(first.state.value.phase).toBe('idle');
    await first.start(tinyRecipe(60));
    expect(first.state.value.phase).toBe('starting');
    await reached(first, ({ step }) => step >= 20);
    first.pause();
    const paused = await reached(first, phase('paused'));
    expect(paused.step).toBeLessThan(60);
    expect(paused.pictures!.trees.length).toBe(1);
    await reached(first, () => store.kept !== null);

    const second = new TrainingRun({ spawn: trainer, store, lock });
    await second.recall();
    expect(second.state.value).toMatchObject({
      phase: 'paused',
      step: paused.step,
      curve: paused.curve,
      pictures: paused.pictures,
    });
    await second.goOn();
    const done = await reached(second, phase('done'));

    const whole = new TrainingRun({ spawn: trainer, store: memoryStore(), lock });
    await whole.start(tinyRecipe(60));
    const unbroken = await reached(whole, phase('done'));
    expect(done.curve).toEqual(unbroken.curve);
    const [a, b] = [done, unbroken].map(({ checkpoint }) => checkpoint!.model['model.safetensors']);
    expect(Buffer.compare(a!, b!)).toBe(0);
  });

  test('is trained by one page at a time; another takes it up once it pauses', async () => {
    const store = memoryStore();
    const [first, second] = [1, 2].map(() => new TrainingRun({ spawn: trainer, store, lock })) as [
      TrainingRun,
      TrainingRun,
    ];
    await first.start(tinyRecipe(60));
    await second.start(tinyRecipe(10));
    await reached(second, phase('elsewhere'));
    await second.discard();
    expect(second.state.value.phase).toBe('elsewhere');
    first.pause();
    const paused = await reached(first, phase('paused'));
    expect((await reached(second, phase('paused'))).step).toBe(paused.step);
    await second.goOn();
    await reached(second, phase('done'));
    await first.recall();
    expect(first.state.value).toMatchObject({ phase: 'done', step: 60 });
  });

  test('says why it failed, and goes on from its last checkpoint', async () => {
    const store = memoryStore();
    const run = new TrainingRun({ spawn: trainer, store, lock });
    await run.start({ ...tinyRecipe(20), training: { ...tinyRecipe(20).training, batchSize: 100 } });
    const failed = await reached(run, phase('failed'));
    expect(failed.failure).toMatch(/12 images, fewer than a batch of 100/);
    await run.goOn();
    expect(run.state.value.phase).toBe('failed');
  });

  test('a checkpoint is one to go on from once the browser has it', async () => {
    let saved: () => void = () => undefined;
    const saving = new Promise<void>((resolve) => {
      saved = resolve;
    });
    const store = { ...memoryStore(), save: () => saving };
    let hear: (event: { readonly data: FromTrainer }) => void = () => undefined;
    const silent: TrainerWorker = {
      postMessage: () => undefined,
      addEventListener: (type: string, listener: never) => {
        if (type === 'message') hear = listener;
      },
      terminate: () => undefined,
    };
    const run = new TrainingRun({ spawn: () => silent, store, lock });
    await run.start(tinyRecipe(10));
    const checkpoint = { step: 5 } as Checkpoint;
    hear({ data: { type: 'checkpoint', checkpoint } });
    await new Promise((resolve) => setTimeout(resolve));
    expect(run.state.value.checkpoint).toBeNull();
    saved();
    expect((await reached(run, (state) => state.checkpoint !== null)).checkpoint).toBe(checkpoint);
  });

  test('a discarded run is forgotten', async () => {
    const store = memoryStore();
    const run = new TrainingRun({ spawn: trainer, store, lock });
    await run.start(tinyRecipe(10));
    await reached(run, phase('done'));
    await run.discard();
    expect([run.state.value.phase, store.kept]).toEqual(['idle', null]);
  });

  test('a browser that keeps nothing is no end of the run, but is told of', async () => {
    const store = { ...memoryStore(), save: () => Promise.reject(new Error('no storage')) };
    const run = new TrainingRun({ spawn: trainer, store, lock });
    await run.start(tinyRecipe(10));
    await reached(run, ({ warning }) => warning !== null);
    expect(run.state.value.warning).toMatch(/save the model before you leave/);
  });
});
