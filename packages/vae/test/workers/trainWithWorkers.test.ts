import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { RnpError } from '@rnp/errors';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import {
  createRnp,
  DivergenceError,
  type Model,
  type TrainEvent,
  type TrainingData,
  type TrainOptions,
  train,
} from '../../src/index.js';
import { defaultWorkers } from '../../src/workers/index.js';
import { smallRnp } from '../smallRnp.js';
import { strokeData } from '../strokeData.js';
import { threadSpawner } from './threadSpawner.js';

const options: TrainOptions = {
  steps: 6,
  batchSize: 4,
  warmup: 2,
  overlap: [0.02, 0.02],
  logEvery: 1,
  parseEvery: 0,
  workers: 2,
};

const small = (): Model => createRnp(smallRnp(10));

async function collect(
  model: Model,
  more: TrainOptions,
  data: TrainingData = strokeData(),
): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  for await (const event of train(model, data, { ...options, ...more })) events.push(event);
  return events;
}

/** Stroke data whose images of one step are changed. */
function changedAt(step: number, change: (values: Float32Array) => void): TrainingData {
  const good = strokeData();
  const batch: TrainingData['batch'] = (request) => {
    const values = good.batch(request);
    if (request.step === step) change(values);
    return values;
  };
  return { ...good, batch };
}

function isWhole({ weights }: Model): boolean {
  return Object.values(weights.parameters).every((value) => value.dataSync().every(Number.isFinite));
}

describe('train with workers', () => {
  beforeAll(() => useBackend('wasm'));

  test('tells the same story as train, and leaves neither threads nor tensors', async () => {
    const { spawn, started, alive } = threadSpawner();
    const more = { parseEvery: 3, checkpointEvery: 4 };
    const told = (events: readonly TrainEvent[]): string[] =>
      events.map((event) => `${event.type} ${event.step}`);
    expect(
      await leakedTensors(async () => {
        const [one, two] = [small(), small()];
        const expected: TrainEvent[] = [];
        for await (const event of train(one, strokeData(), { ...withoutWorkers(options), ...more })) {
          expected.push(event);
        }
        const events = await collect(two, { ...more, spawn });
        expect(told(events)).toEqual(told(expected));
        expect([expected[0], events[0]]).toMatchObject([{ workers: 1 }, { workers: 2 }]);
        expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'done' });
        one.dispose();
        two.dispose();
      }),
    ).toBe(0);
    expect([started.length, alive()]).toEqual([4, 0]);
  });

  test('the thread that calls stays free while steps are taken', async () => {
    const model = small();
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    await collect(model, { steps: 20, logEvery: 20, spawn: threadSpawner().spawn });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(10);
    model.dispose();
  });

  test.each([
    ['an abort', false],
    ['a listener that leaves', true],
  ])('%s ends the workers, without a leak', async (_name, leaves) => {
    const { spawn, alive } = threadSpawner();
    expect(
      await leakedTensors(async () => {
        const model = small();
        const controller = new AbortController();
        const seen: string[] = [];
        const run = train(model, strokeData(), { ...options, signal: controller.signal, spawn });
        for await (const event of run) {
          if (event.type === 'end') seen.push(`${event.reason} ${event.step}`);
          if (event.type !== 'progress' || event.step !== 3) continue;
          if (leaves) break;
          controller.abort();
        }
        expect(seen).toEqual(leaves ? [] : ['aborted 3']);
        expect(isWhole(model)).toBe(true);
        model.dispose();
      }),
    ).toBe(0);
    expect(alive()).toBe(0);
  });

  test('an abort between events is heeded after a step or two', async () => {
    const model = small();
    const controller = new AbortController();
    const stopping: TrainingData = changedAt(5, () => controller.abort());
    const more = { steps: 1000, logEvery: 1000, signal: controller.signal, spawn: threadSpawner().spawn };
    const events = await collect(model, more, stopping);
    expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'aborted' });
    expect(events.at(-1)!.step).toBeLessThan(8);
    model.dispose();
  });

  test('a loss that is no number stops the run, names the step and keeps the last good weights', async () => {
    const { spawn, alive } = threadSpawner();
    expect(
      await leakedTensors(async () => {
        const model = small();
        const poisoned = changedAt(3, (values) => {
          values[0] = Number.NaN;
        });
        const error = await collect(model, { spawn }, poisoned).catch((caught: unknown) => caught);
        expect(error).toBeInstanceOf(DivergenceError);
        expect(error).toMatchObject({ step: 4, restoredTo: 2 });
        expect(isWhole(model)).toBe(true);
        model.dispose();
      }),
    ).toBe(0);
    expect(alive()).toBe(0);
  });

  test('data that throws leaves nothing behind', async () => {
    const { spawn, alive } = threadSpawner();
    expect(
      await leakedTensors(async () => {
        const model = small();
        const broken = changedAt(3, () => {
          throw new Error('disk gone');
        });
        await expect(collect(model, { spawn }, broken)).rejects.toThrow('disk gone');
        model.dispose();
      }),
    ).toBe(0);
    expect(alive()).toBe(0);
  });

  test('a worker that dies is named, the others end, the model keeps its weights', async () => {
    expect(
      await leakedTensors(async () => {
        const { spawn, started, alive } = threadSpawner();
        const model = small();
        const run = async (): Promise<void> => {
          for await (const event of train(model, strokeData(), { ...options, workers: 3, spawn })) {
            if (event.type === 'progress' && event.step === 3) await started[1]!.terminate();
          }
        };
        const error = await run().catch((caught: unknown) => caught);
        expect(error).toBeInstanceOf(RnpError);
        expect(error).toMatchObject({ code: 'RNP_WORKER', message: expect.stringMatching(/worker 2 of 3/) });
        expect(alive()).toBe(0);
        expect(isWhole(model)).toBe(true);
        model.dispose();
      }),
    ).toBe(0);
  });

  test.each([
    [
      'that throws in a step',
      'globalThis.postMessage = null; Atomics.notify = () => { throw new Error("out of luck"); };',
      {},
    ],
    [
      'that throws an error of ours',
      'Atomics.notify = () => { throw Object.assign(new Error("out of luck"), { code: "RNP_BACKEND_MEMORY" }); };',
      { cause: { code: 'RNP_BACKEND_MEMORY', message: 'out of luck' } },
    ],
    ['whose script does not load', 'import "./nothing.mjs";', {}],
    ['that ends at once', 'process.exit(7);', {}],
  ])('a worker %s is reported', async (_name, prelude, more) => {
    const { spawn, alive } = threadSpawner(scriptWith(prelude));
    const model = small();
    const before = tf.memory().numTensors;
    await expect(collect(model, { spawn })).rejects.toMatchObject({
      code: 'RNP_WORKER',
      message: expect.stringMatching(/out of luck|nothing\.mjs|code 7/),
      ...more,
    });
    expect([alive(), tf.memory().numTensors]).toEqual([0, before]);
    model.dispose();
  });

  test('one worker is the calling thread; networks of one’s own are its alone', async () => {
    const spawn = jest.fn(threadSpawner().spawn);
    const model = small();
    expect((await collect(model, { workers: 1, spawn }))[0]).toMatchObject({ workers: 1 });
    const own = createRnp(smallRnp(10), {
      encoder: (images) => {
        const mean = tf.zeros([images.shape[0], 4]) as tf.Tensor2D;
        return { mean, logVariance: mean };
      },
    });
    await expect(collect(own, { spawn })).rejects.toThrow(/of your own.*use workers: 1/);
    await expect(collect(model, { workers: 5, spawn })).rejects.toThrow(/from 1 to the batch size, 4, not 5/);
    expect(spawn).not.toHaveBeenCalled();
    for (const one of [model, own]) one.dispose();
  });

  test('where memory cannot be shared it trains on one core and says so', async () => {
    const model = small();
    const page = globalThis as { crossOriginIsolated?: boolean };
    page.crossOriginIsolated = false;
    try {
      const events = await collect(model, { steps: 1 });
      expect(events[0]).toMatchObject({ type: 'start', workers: 1 });
      expect(events[1]).toMatchObject({ type: 'warning', message: expect.stringContaining('Cross-Origin') });
    } finally {
      delete page.crossOriginIsolated;
    }
    model.dispose();
  });
});

test('by default every worker has eight images at least, and the WASM backend', async () => {
  await useBackend('wasm');
  expect([defaultWorkers(1), defaultWorkers(15)]).toEqual([1, 1]);
  expect(defaultWorkers(1e6)).toBeGreaterThanOrEqual(defaultWorkers(16));
  await useBackend('cpu');
  expect(defaultWorkers(1e6)).toBe(1);
});

function withoutWorkers({ workers: _, ...rest }: TrainOptions): TrainOptions {
  return rest;
}

/** The built worker after something that goes wrong. */
function scriptWith(prelude: string): URL {
  const worker = new URL('../../dist/workers/thread.mjs', import.meta.url);
  const code = `${prelude}\nawait import(${JSON.stringify(worker.href)});`;
  return new URL(`data:text/javascript,${encodeURIComponent(code)}`);
}
