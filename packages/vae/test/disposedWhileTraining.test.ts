import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { leakedTensors } from '@rnp-tools/testing';
import {
  type CreateRnpOptions,
  createRnp,
  type Model,
  type TrainEvent,
  type TrainingData,
  train,
} from '../src/index.js';
import { smallRnp } from './smallRnp.js';
import { strokeData } from './strokeData.js';
import { tinyEncoder } from './tinyEncoder.js';
import { threadSpawner } from './workers/threadSpawner.js';

const options = {
  steps: 4,
  batchSize: 4,
  overlap: [0.02, 0.02],
  logEvery: 1,
  parseEvery: 2,
  checkpointEvery: 2,
};

type Run = (model: Model, data: TrainingData) => AsyncGenerator<TrainEvent, void, void>;

const { spawn, alive } = threadSpawner();
const alone: Run = (model, data) => train(model, data, options);
const shared: Run = (model, data) => train(model, data, { ...options, workers: 2, spawn });
const runs: readonly (readonly [string, 'cpu' | 'wasm', Run, CreateRnpOptions, readonly string[]])[] = [
  ['train on cpu', 'cpu', alone, { encoder: tinyEncoder }, ['start', 'progress', 'parse', 'checkpoint']],
  ['train on wasm', 'wasm', alone, { encoder: tinyEncoder }, ['start', 'progress', 'parse', 'checkpoint']],
  ['two workers', 'wasm', shared, {}, ['start', 'checkpoint']],
];
const gone = expect.objectContaining({ name: 'RnpError', code: 'RNP_WEIGHTS' });

describe.each(runs)('a model disposed of under %s', (_name, backend, run, made, events) => {
  beforeAll(() => useBackend(backend));

  /** Runs until the model is gone; returns the error. Neither tensors nor workers are left. */
  async function ended(act: (model: Model) => Promise<unknown>): Promise<unknown> {
    let error: unknown;
    const left = await leakedTensors(async () => {
      const model = createRnp(smallRnp(10), made);
      error = await act(model).catch((caught: unknown) => caught);
      model.dispose();
    });
    expect([left, alive()]).toEqual([0, 0]);
    return error;
  }

  test.each(events)('at a %s event', async (type) => {
    let last = '';
    const error = await ended(async (model) => {
      for await (const event of run(model, strokeData())) {
        last = event.type;
        if (event.type === type) model.dispose();
      }
    });
    expect([last, error]).toEqual([type, gone]);
  });

  test('before the first event', async () => {
    expect(
      await ended(async (model) => {
        const events = run(model, strokeData());
        model.dispose();
        await events.next();
      }),
    ).toEqual(gone);
  });

  test('from another task, while a step is computed', async () => {
    expect(
      await ended(async (model) => {
        setTimeout(() => model.dispose(), 5);
        const long = { ...strokeData(), length: 1e6 };
        for (;;) for await (const _ of run(model, long));
      }),
    ).toEqual(gone);
  });

  test('by the data source, in the middle of a step', async () => {
    expect(
      await ended(async (model) => {
        const data: TrainingData = {
          ...strokeData(),
          batch: (request) => {
            if (request.step === 2) model.dispose();
            return strokeData().batch(request);
          },
        };
        for await (const _ of run(model, data));
      }),
    ).toEqual(gone);
  });

  test('by a listener that asks for no further event', async () => {
    expect(
      await ended(async (model) => {
        const events = run(model, strokeData());
        await events.next();
        await events.next();
        model.dispose();
        // Nobody ends the loop; the workers need a moment to be gone.
        while (alive() > 0) await new Promise((resolve) => setTimeout(resolve, 5));
      }),
    ).toBeUndefined();
  });

  test('at the end, which is no error', async () => {
    expect(
      await ended(async (model) => {
        for await (const event of run(model, strokeData())) if (event.type === 'end') model.dispose();
      }),
    ).toBeUndefined();
  });

  test('a second run of the same model is refused, and may begin once the first has ended', async () => {
    expect(
      await ended(async (model) => {
        const first = run(model, strokeData());
        await first.next();
        await expect(run(model, strokeData()).next()).rejects.toMatchObject({ code: 'RNP_BUSY' });
        await first.return();
        for await (const event of run(model, strokeData())) if (event.type === 'progress') break;
      }),
    ).toBeUndefined();
  });
});
