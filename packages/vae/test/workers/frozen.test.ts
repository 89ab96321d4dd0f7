import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createRandom } from '@rnp/nn';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import {
  adamFromSafetensors,
  adamToSafetensors,
  createRnp,
  expectedShapes,
  initWeights,
  type Rnp,
  type TrainOptions,
  train,
  trainingConfig,
} from '../../src/index.js';
import { lossGradients } from '../../src/training/index.js';
import { smallRnp } from '../smallRnp.js';
import { strokeData } from '../strokeData.js';
import { strokes } from '../strokes.js';
import { threadSpawner } from './threadSpawner.js';

const options: TrainOptions = {
  steps: 4,
  batchSize: 6,
  overlap: [0.02, 0.02],
  weightNorm: 1e-3,
  logEvery: 2,
  parseEvery: 0,
  spawn: threadSpawner().spawn,
};

const make = (): Rnp => createRnp(smallRnp(10), { seed: 3 });

/** The bits of all parameters, by name. */
function bitsOf(model: Rnp): Record<string, string> {
  return Object.fromEntries(
    Object.entries(model.weights.parameters).map(([name, value]) => {
      const values = value.dataSync().slice();
      return [name, Buffer.from(values.buffer).toString('hex')];
    }),
  );
}

/** Names of the parameters that are not the same to the last bit. */
function changed(before: Record<string, string>, after: Record<string, string>): string[] {
  expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
  return Object.keys(before).filter((name) => before[name] !== after[name]);
}

/** Trains; the state at the end as its checkpoint file has it. */
async function trained(model: Rnp, more: TrainOptions): Promise<Uint8Array> {
  let saved: Uint8Array | undefined;
  for await (const event of train(model, strokeData(), { ...options, ...more })) {
    if (event.type === 'end') saved = adamToSafetensors(event.state);
  }
  return saved!;
}

describe.each([
  ['cpu', 1],
  ['wasm', 1],
  ['wasm', 2],
] as const)('frozen parts on %s with %i workers', (backend, workers) => {
  beforeAll(() => useBackend(backend));

  test.each([
    ['the decoder', ['decoder/']],
    ['H_state', ['decoder/state/']],
    ['encoder and H_policy', ['encoder/', 'decoder/policy/']],
  ])('%s does not change by a bit, all the rest does', async (_name, frozen) => {
    const model = make();
    const before = bitsOf(model);
    await trained(model, { workers, frozen, steps: backend === 'cpu' ? 1 : 4 });
    const others = Object.keys(before).filter((name) => !frozen.some((prefix) => name.startsWith(prefix)));
    expect(changed(before, bitsOf(model))).toEqual(others);
    model.dispose();
  });
});

describe('frozen parts', () => {
  beforeAll(() => useBackend('wasm'));

  test.each([1, 2])('stay as they are when their moments are not zero, with %i workers', async (workers) => {
    const model = make();
    const shapes = expectedShapes(model.network).parameters;
    const first = await trained(model, { workers, steps: 6, until: 2 });
    const before = bitsOf(model);
    const resume = adamFromSafetensors(first, shapes);
    const moment = (file: Uint8Array): number[] => {
      const { adam } = adamFromSafetensors(file, shapes);
      const values = [...adam.first['decoder/state/dense1/kernel']!.dataSync()];
      tf.dispose([adam.first, adam.second] as tf.TensorContainer);
      return values;
    };
    expect(moment(first).some((value) => value !== 0)).toBe(true);
    const frozen = ['decoder/'];
    const second = await trained(model, { workers, steps: 6, frozen, resume });
    expect(changed(before, bitsOf(model)).every((name) => name.startsWith('encoder/'))).toBe(true);
    // A checkpoint has the moments of all weights, so that it can be gone on from whatever was frozen.
    expect(moment(second)).toEqual(moment(first));
    model.dispose();
  });

  test('give two workers the numbers of one, and resume to the last bit', async () => {
    const run = async (workers: number, stop?: number): Promise<Rnp> => {
      const model = make();
      const more = { workers, steps: 6, frozen: ['decoder/'], learningRate: 1e-5 };
      if (stop === undefined) await trained(model, more);
      else {
        const file = await trained(model, { ...more, until: stop });
        await trained(model, {
          ...more,
          resume: adamFromSafetensors(file, expectedShapes(model.network).parameters),
        });
      }
      return model;
    };
    const [one, two, resumed] = [await run(1), await run(2), await run(2, 2)];
    expect(changed(bitsOf(two), bitsOf(resumed))).toEqual([]);
    for (const [name, value] of Object.entries(one.weights.parameters)) {
      const difference = tf.max(tf.abs(tf.sub(value, two.weights.parameters[name]!))).dataSync()[0]!;
      expect(difference).toBeLessThan(2e-5);
    }
    for (const model of [one, two, resumed]) model.dispose();
  });

  test('have no gradient and no share in the clipped norm; the others have the same one', async () => {
    const model = make();
    const random = createRandom(1, 0);
    const noise = tf.tensor2d(
      Float32Array.from({ length: 12 }, () => random.normal()),
      [3, 4],
    );
    const images = strokes(3, [10, 10, 1]);
    const of = (frozen: readonly string[]): ReturnType<typeof lossGradients> =>
      lossGradients(model.network, model.weights, images, noise, trainingConfig({ frozen }));
    const [all, some] = [of([]), of(['decoder/state/'])];
    for (const [name, gradient] of Object.entries(some.gradients)) {
      if (name.startsWith('decoder/state/')) expect([name, gradient]).toEqual([name, null]);
      else expect([...gradient!.dataSync()]).toEqual([...all.gradients[name]!.dataSync()]);
    }
    tf.dispose([images, noise, all, some] as unknown as tf.TensorContainer);
    // One step with a norm far above the clip: what is reported is the norm of the trained gradients alone.
    const norms: number[] = [];
    for (const frozen of [[], ['decoder/']]) {
      for (const workers of [1, 2]) {
        const fresh = make();
        for await (const event of train(fresh, strokeData(), {
          ...options,
          steps: 1,
          workers,
          frozen,
        })) {
          if (event.type === 'progress') norms.push(event.metrics.gradientNorm);
        }
        fresh.dispose();
      }
    }
    const [whole, wholeOfTwo, encoder, encoderOfTwo] = norms as [number, number, number, number];
    expect(encoder).toBeLessThan(0.99 * whole);
    expect(Math.abs(wholeOfTwo / whole - 1)).toBeLessThan(1e-4);
    expect(Math.abs(encoderOfTwo / encoder - 1)).toBeLessThan(1e-4);
    model.dispose();
  });

  test('leak nothing', async () => {
    expect(
      await leakedTensors(async () => {
        const model = make();
        await trained(model, { workers: 1, frozen: ['decoder/'] });
        model.dispose();
      }),
    ).toBe(0);
  });

  test.each([
    [['decoder/what/'], /training\.frozen: no parameter begins with "decoder\/what\/".*decoder\/state\//],
    [['encoder/', 'decoder/'], /training\.frozen: nothing is left to train/],
    [['de', 'en'], /nothing is left/],
    [[''], /training\.frozen: must be a list of beginnings/],
    [[7], /training\.frozen/],
    ['decoder/', /training\.frozen/],
  ])('%j is refused', async (frozen, message) => {
    const model = make();
    const first = train(model, strokeData(), { ...options, frozen: frozen as string[] }).next();
    await expect(first).rejects.toMatchObject({
      code: 'RNP_CONFIG',
      message: expect.stringMatching(message),
    });
    model.dispose();
  });
});

test('fresh weights of the same seed are those that were frozen', async () => {
  await useBackend('wasm');
  const model = make();
  await trained(model, { workers: 1, frozen: ['decoder/'] });
  const fresh = initWeights(model.network, 3);
  for (const [name, value] of Object.entries(fresh.parameters)) {
    if (!name.startsWith('decoder/')) continue;
    expect([...model.weights.parameters[name]!.dataSync()]).toEqual([...value.dataSync()]);
  }
  tf.dispose([fresh.parameters, fresh.runningStatistics] as tf.TensorContainer);
  model.dispose();
});
