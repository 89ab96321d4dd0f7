import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { leakedTensors } from '@rnp-tools/testing';
import { amount } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import {
  createConvVae,
  createRnp,
  type Model,
  type RnpOptions,
  type TrainEvent,
  type TrainingData,
  type TrainingState,
  type TrainOptions,
  train,
} from '../src/index.js';
import { smallRnp } from './smallRnp.js';
import { strokeData } from './strokeData.js';
import { strokes } from './strokes.js';
import { tinyEncoder } from './tinyEncoder.js';

const small = smallRnp(10);

const options: TrainOptions = {
  steps: 6,
  batchSize: 4,
  warmup: 2,
  overlap: [0.02, 0.02],
  logEvery: 1,
  parseEvery: 0,
};

async function collect(
  model: Model,
  more: TrainOptions = {},
  from: TrainingData = strokeData(),
): Promise<TrainEvent[]> {
  const events: TrainEvent[] = [];
  for await (const event of train(model, from, { ...options, ...more })) events.push(event);
  return events;
}

function losses(events: readonly TrainEvent[]): number[] {
  return events.flatMap((event) => (event.type === 'progress' ? [event.metrics.loss] : []));
}

function weightsOf(model: Model): number[][] {
  const { parameters, runningStatistics } = model.weights;
  return [...Object.values(parameters), ...Object.values(runningStatistics)].map((value) => [
    ...value.dataSync(),
  ]);
}

type Form = readonly ['cpu' | 'wasm', string, typeof tinyEncoder | undefined];

const usual: readonly Form[] = [
  ['wasm', 'an encoder of one’s own', tinyEncoder],
  ['wasm', 'the light encoder', undefined],
];
const forms: readonly Form[] = amount(usual, [...usual, ['cpu', 'an encoder of one’s own', tinyEncoder]]);

describe.each(forms)('train on %s with %s', (backend, _name, encoder) => {
  beforeAll(() => useBackend(backend));
  // A step takes twenty times as long on cpu. What the loss does in the long run is seen with the encoder that is the default.
  const [steps, few] = encoder !== undefined ? amount([10, 3], [40, 5]) : amount([20, 5], [40, 5]);

  test('tells how it goes, from start to end', async () => {
    const model = createRnp(small, { encoder });
    const events = await collect(model, { parseEvery: 3, checkpointEvery: 4 });
    expect(events.map((event) => `${event.type} ${event.step}`)).toEqual([
      'start 0',
      'progress 1',
      'progress 2',
      'progress 3',
      'parse 3',
      'progress 4',
      'checkpoint 4',
      'progress 5',
      'progress 6',
      'parse 6',
      ...events.filter((event) => event.type === 'warning').map(() => 'warning 6'),
      'end 6',
    ]);
    expect(events.at(-1)).toMatchObject({ type: 'end', reason: 'done' });
    model.dispose();
  });

  test('the same seed gives identical losses, another seed others', async () => {
    const run = async (seed: number): Promise<number[]> => {
      const model = createRnp(small, { seed: 1, encoder });
      const result = losses(await collect(model, { seed }));
      model.dispose();
      return result;
    };
    const first = await run(1);
    expect(first).toHaveLength(6);
    expect(await run(1)).toEqual(first);
    expect(await run(2)).not.toEqual(first);
  });

  test('run(6) = run(4), resumed for the other two, to the last bit', async () => {
    const whole = createRnp(small, { seed: 5, encoder });
    const expected = losses(await collect(whole));
    const parts = createRnp(small, { seed: 5, encoder });
    let saved: Pick<TrainingState, 'adam' | 'step'> | undefined;
    const seen: number[] = [];
    for await (const event of train(parts, strokeData(), { ...options, until: 4 })) {
      if (event.type === 'progress') seen.push(event.metrics.loss);
      if (event.type === 'end') {
        const { first, second, updates } = event.state.adam;
        saved = { step: event.state.step, adam: { first: copies(first), second: copies(second), updates } };
      }
    }
    seen.push(...losses(await collect(parts, { resume: saved! })));
    expect(seen).toEqual(expected);
    expect(weightsOf(parts)).toEqual(weightsOf(whole));
    whole.dispose();
    parts.dispose();
  });

  test('an abort ends the run after the step, without a leak', async () => {
    expect(
      await leakedTensors(async () => {
        const model = createRnp(small, { encoder });
        const controller = new AbortController();
        const seen: string[] = [];
        for await (const event of train(model, strokeData(), { ...options, signal: controller.signal })) {
          if (event.type === 'progress' && event.step === 3) controller.abort();
          if (event.type === 'end') seen.push(`${event.reason} ${event.step}`);
        }
        expect(seen).toEqual(['aborted 3']);
        model.dispose();
      }),
    ).toBe(0);
  });

  test('construct → train 3 steps → parse → dispose leaks nothing, nor does a listener that leaves', async () => {
    const images = strokes(2, [10, 10, 1]);
    expect(
      await leakedTensors(async () => {
        const model = createRnp(small, { encoder });
        await collect(model, { until: 3, parseEvery: 2, patchWeight: 0.1, weightNorm: 1e-4 });
        await model.parse(images);
        for await (const event of train(model, strokeData(), options)) if (event.step === 2) break;
        model.dispose();
      }),
    ).toBe(0);
    images.dispose();
  });

  test('a loss that is no number stops the run, names the step and keeps the last good weights', async () => {
    expect(
      await leakedTensors(async () => {
        const model = createRnp(small, { encoder });
        const good = strokeData();
        const poisoned: TrainingData = {
          ...good,
          batch: (request) => {
            const values = good.batch(request);
            if (request.step === 3) values[0] = Number.NaN;
            return values;
          },
        };
        await expect(collect(model, {}, poisoned)).rejects.toThrow(
          /at step 4; the model holds its weights after step 2/,
        );
        expect(weightsOf(model).flat().every(Number.isFinite)).toBe(true);
        model.dispose();
      }),
    ).toBe(0);
  });

  test('data that throws leaves nothing behind', async () => {
    expect(
      await leakedTensors(async () => {
        const model = createRnp(small, { encoder });
        const broken: TrainingData = {
          ...strokeData(),
          batch: ({ step }) => {
            if (step === 1) throw new Error('disk gone');
            return strokeData().batch({ step, batchSize: 4, seed: 1 });
          },
        };
        await expect(collect(model, {}, broken)).rejects.toThrow('disk gone');
        model.dispose();
      }),
    ).toBe(0);
  });

  test.each([
    ['nested', { rendering: 'nested' }, {}],
    ['three levels', { childrenPerLevel: [2, 1, 2], scaleOffset: 0.2 }, { overlap: [0.01, 0.01, 0.01] }],
    ['one level', { childrenPerLevel: [3], scaleOffset: 0.4 }, { overlap: [] }],
    ['GRU', { cell: 'gru' }, {}],
    ['LSTM', { cell: 'lstm' }, {}],
    ['image feedback', { feedback: 'image' }, {}],
    ['embedding', { generator: 'embedding' }, {}],
    ['mixture', { generator: 'mixture' }, {}],
    ['gain', { generator: 'gain' }, {}],
    [
      'the authors’ reading',
      { noiseScale: 'variance', stateActivation: 'elu' },
      { reduction: 'sum', clipNorm: null, clipValue: 0.1, weightNorm: 1e-4, schedule: 'constant' },
    ],
    ['patch loss', {}, { patchWeight: 0.1 }],
  ] as const)('%s: the loss falls', async (_name, model, training) => {
    const rnp = createRnp({ ...small, ...(model as RnpOptions) }, { encoder });
    const seen = losses(
      await collect(rnp, { steps, warmup: 5, learningRate: 3e-3, ...(training as TrainOptions) }),
    );
    const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    expect(mean(seen.slice(-few))).toBeLessThan(mean(seen.slice(0, few)));
    rnp.dispose();
  });
});

test('the convolutional VAE trains with the same loop', async () => {
  await useBackend('wasm');
  const baseline = createConvVae({ imageShape: [10, 10, 1], latent: 3, hidden: 8, channels: [6, 4] });
  const seen = losses(await collect(baseline, { steps: 30, learningRate: 3e-3, overlap: [] }));
  expect(seen.at(-1)!).toBeLessThan(seen[0]!);
  baseline.dispose();
});

function copies(tensors: Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, value]) => [name, tf.clone(value)]));
}
