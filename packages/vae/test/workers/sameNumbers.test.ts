import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { amount } from '@rnp-tools/testing/long';
import * as tf from '@tensorflow/tfjs-core';
import {
  createConvVae,
  createRnp,
  type Model,
  type TrainingState,
  type TrainOptions,
  train,
} from '../../src/index.js';
import { smallRnp } from '../smallRnp.js';
import { strokeData } from '../strokeData.js';
import { threadSpawner } from './threadSpawner.js';

const options: TrainOptions = {
  batchSize: 7,
  warmup: 4,
  // Small: with steps of Adam's usual size a few of them blow rounding up to the size of the weights, whatever the cores.
  learningRate: 1e-5,
  overlap: [0.02, 0.02],
  weightNorm: 1e-3,
  patchWeight: 0.1,
  logEvery: 4,
  parseEvery: 0,
  spawn: threadSpawner().spawn,
};

const light = (): Model => createRnp(smallRnp(10), { seed: 3 });
const soft = (): Model => createRnp({ ...smallRnp(10), border: 'soft' }, { seed: 3 });
const paper = (): Model => createRnp({ ...smallRnp(17), encoder: 'paper' }, { seed: 3 });
const baseline = (): Model =>
  createConvVae({ imageShape: [10, 10, 1], latent: 3, hidden: 8, channels: [6, 4] });

/** Losses of all reports, and all weights by name. */
interface Outcome {
  readonly losses: readonly number[];
  readonly weights: Readonly<Record<string, Float32Array>>;
}

function weightsOf(model: Model): Record<string, Float32Array> {
  const { parameters, runningStatistics } = model.weights;
  const all = { ...parameters, ...runningStatistics };
  // By name: to sort pairs would write out all values as text first.
  return Object.fromEntries(
    Object.keys(all)
      .sort()
      .map((name) => [name, all[name]!.dataSync() as Float32Array]),
  );
}

function weightsBefore(make: () => Model): Outcome['weights'] {
  const model = make();
  const weights = weightsOf(model);
  model.dispose();
  return weights;
}

async function outcome(make: () => Model, more: TrainOptions): Promise<Outcome> {
  const model = make();
  const [height, width, channels] = model.network.imageShape;
  const losses: number[] = [];
  for await (const event of train(model, strokeData([height, width, channels]), {
    ...options,
    ...more,
  })) {
    if (event.type === 'progress') losses.push(event.metrics.loss);
  }
  const weights = weightsOf(model);
  model.dispose();
  return { losses, weights };
}

/** How far b's trained weights are from a's, as a share of how far training moved them (root of the mean squares). */
function apart(start: Outcome, a: Outcome, b: Outcome): number {
  expect(Object.keys(b.weights)).toEqual(Object.keys(a.weights));
  let [difference, movement] = [0, 0];
  for (const [name, values] of Object.entries(a.weights)) {
    if (!/^(encoder|decoder)\//.test(name)) continue;
    const [others, before] = [b.weights[name]!, start.weights[name]!];
    for (let i = 0; i < values.length; i++) {
      difference += (values[i]! - others[i]!) ** 2;
      movement += (values[i]! - before[i]!) ** 2;
    }
  }
  return Math.sqrt(difference / movement);
}

describe('a batch shared by workers', () => {
  beforeAll(() => useBackend('wasm'));

  // To start workers takes longer than their steps: two share a batch of seven unevenly, as three do.
  const [both, some] = [[2, 3], amount([2], [2, 3])];

  test.each([
    ['the light encoder', light, both, { steps: amount(8, 20) }],
    ['the paper’s encoder', paper, some, { steps: 5 }],
    ['soft borders', soft, some, { steps: 5 }],
    [
      'the sum over the batch, clipped entries',
      light,
      some,
      { steps: 8, reduction: 'sum', clipNorm: null, clipValue: 0.1 },
    ],
    ['the convolutional baseline', baseline, some, { steps: 8, overlap: [], patchWeight: 0 }],
  ] as const)('%s: the numbers of one worker but for rounding', async (_name, make, numbers, more) => {
    const one = await outcome(make, { ...more, workers: 1 });
    const start = { losses: [], weights: weightsBefore(make) };
    for (const workers of numbers) {
      const several = await outcome(make, { ...more, workers });
      expect(apart(start, one, several)).toBeLessThan(0.005);
      several.losses.forEach((loss, i) => {
        expect(Math.abs(loss / one.losses[i]! - 1)).toBeLessThan(1e-5);
      });
    }
  });

  // Looked at from several sides, and trained once.
  let whole: Outcome;
  beforeAll(async () => {
    whole = await outcome(light, { steps: 12, workers: 2 });
  });

  test('the same number of workers gives the same bits', async () => {
    expect(await outcome(light, { steps: 12, workers: 2 })).toEqual(whole);
    expect(await outcome(light, { steps: 12, workers: 2, seed: 2 })).not.toEqual(whole);
    const softly = await outcome(soft, { steps: 5, workers: 2 });
    expect(await outcome(soft, { steps: 5, workers: 2 })).toEqual(softly);
  });

  test('how often is logged changes nothing', async () => {
    const often = await outcome(light, { steps: 12, workers: 2, logEvery: 1 });
    expect(often.losses).toHaveLength(12);
    expect(often.weights).toEqual(whole.weights);
  });

  test('run(12) = run(8), resumed for the other four, to the last bit', async () => {
    const model = light();
    let resume: Pick<TrainingState, 'adam' | 'step'> | undefined;
    const run = { ...options, steps: 12, workers: 2, checkpointEvery: 8 };
    for await (const event of train(model, strokeData(), run)) {
      if (event.type !== 'checkpoint') continue;
      const { step, adam } = event.state;
      resume = { step, adam: { ...adam, first: copies(adam.first), second: copies(adam.second) } };
      break;
    }
    expect(resume).toMatchObject({ step: 8, adam: { updates: 8 } });
    const losses: number[] = [];
    for await (const event of train(model, strokeData(), { ...run, resume: resume! })) {
      if (event.type === 'progress') losses.push(event.metrics.loss);
    }
    expect(losses).toEqual(whole.losses.slice(2));
    expect(weightsOf(model)).toEqual(whole.weights);
    model.dispose();
  });
});

function copies(tensors: Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, value]) => [name, tf.clone(value)]));
}
