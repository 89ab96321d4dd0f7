import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import * as tf from '@tensorflow/tfjs-core';
import {
  adamFromSafetensors,
  adamToSafetensors,
  createRnp,
  expectedShapes,
  type Rnp,
  type TrainOptions,
  train,
} from '../../src/index.js';
import { smallRnp } from '../smallRnp.js';
import { strokeData } from '../strokeData.js';
import { threadSpawner } from '../workers/threadSpawner.js';

const options: TrainOptions = {
  learning: 'amortised',
  inferenceSteps: 3,
  batchSize: 7,
  steps: 4,
  warmup: 2,
  // Small, as in sameNumbers.test.ts.
  learningRate: 1e-5,
  overlap: [0.02, 0.02],
  patchWeight: 0.1,
  logEvery: 1,
  parseEvery: 0,
  spawn: threadSpawner().spawn,
};

/** What a run leaves: its losses, all weights, and what goes on from it. */
interface Outcome {
  readonly losses: readonly number[];
  readonly weights: Readonly<Record<string, Float32Array>>;
  readonly adam: Uint8Array;
}

async function outcome(model: Rnp, more: TrainOptions): Promise<Outcome> {
  const losses: number[] = [];
  let adam: Uint8Array | undefined;
  for await (const event of train(model, strokeData(), { ...options, ...more })) {
    if (event.type === 'progress') losses.push(event.metrics.loss);
    if (event.type === 'end') adam = adamToSafetensors(event.state);
  }
  const { parameters, runningStatistics } = model.weights;
  const all = Object.entries({ ...parameters, ...runningStatistics });
  const weights = Object.fromEntries(all.map(([name, tensor]) => [name, tensor.dataSync() as Float32Array]));
  return { losses, weights, adam: adam! };
}

const make = (): Rnp => createRnp(smallRnp(10), { seed: 3 });

async function whole(more: TrainOptions): Promise<Outcome> {
  const model = make();
  const all = await outcome(model, more);
  model.dispose();
  return all;
}

describe('trees found by workers', () => {
  beforeAll(() => useBackend('wasm'));

  test('errors at nodes: two give the same bits again, and those of one but for rounding', async () => {
    const local = { learning: 'local', localRule: 'exact' } as const;
    const [one, two] = [await whole({ workers: 1, ...local }), await whole({ workers: 2, ...local })];
    expect(await whole({ workers: 2, ...local })).toEqual(two);
    for (const [i, loss] of one.losses.entries()) expect(two.losses[i]! / loss).toBeCloseTo(1, 4);
  });

  const rules: readonly (readonly [string, TrainOptions])[] = [
    ['amortised', {}],
    ['fixedPrediction', { learning: 'local', localRule: 'fixedPrediction' }],
    ['strict', { learning: 'local', localRule: 'strict' }],
  ];
  const cases = rules.flatMap(([name, rule]) => [1, 2].map((workers) => [name, workers, rule] as const));
  test.each(cases)(
    '%s, %d: the same bits in two parts, the second from a state that was saved',
    async (_, workers, rule) => {
      const all = await whole({ workers, ...rule });
      const model = make();
      const first = await outcome(model, { workers, until: 2, ...rule });
      const resume = adamFromSafetensors(first.adam, expectedShapes(model.network).parameters);
      const second = await outcome(model, { workers, resume, ...rule });
      expect([...first.losses, ...second.losses]).toEqual(all.losses);
      expect(second.weights).toEqual(all.weights);
      expect(second.adam).toEqual(all.adam);
      model.dispose();
    },
  );

  test('two give the numbers of one but for rounding', async () => {
    const [one, two] = [await whole({ workers: 1 }), await whole({ workers: 2 })];
    for (const [i, loss] of one.losses.entries()) expect(two.losses[i]! / loss).toBeCloseTo(1, 3);
    for (const [name, values] of Object.entries(one.weights)) {
      const apart = tf.tidy(() => tf.max(tf.abs(tf.sub(values, two.weights[name]!))).dataSync()[0]!);
      expect(apart).toBeLessThan(1e-4);
    }
  });
});
