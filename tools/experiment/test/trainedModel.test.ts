import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createDataset, type Dataset, recombined, subset, withoutClasses } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { type Rnp, weightsToSafetensors } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { trainedModel } from '../src/training/trainedModel.js';

const folder = mkdtempSync(join(tmpdir(), 'rnp-experiment-test-'));
const bar = {
  lines: [] as string[],
  update: () => undefined,
  log: (line: string) => void bar.lines.push(line),
  stop: () => undefined,
};
const model = { latent: 4, childrenPerLevel: [2, 2], hidden: 8, cellInput: 4, hyperHidden: 8 };
let digits: Dataset;

interface Trained {
  readonly model: Rnp;
  readonly seconds: number;
  readonly steps: number;
  readonly curve: readonly (readonly number[])[];
  readonly measured: readonly (readonly number[])[];
}

/** Trains eight steps and measures after every two; the signal comes at the measurement of `stopAt`. */
function run(
  name: string,
  { stopAt, ...more }: { stopAt?: number; fresh?: boolean; steps?: number; data?: Dataset } = {},
) {
  const controller = new AbortController();
  const seen: number[] = [];
  const spec = {
    model,
    data: more.data ?? digits,
    training: { steps: more.steps ?? 8, batchSize: 4, warmup: 2 },
    each: {
      steps: 2,
      measure: async (_: object, step: number) => {
        seen.push(step);
        if (step === stopAt) controller.abort();
        return 100 - step;
      },
    },
  };
  const { signal } = controller;
  const session = {
    dir: join(folder, name),
    seed: 5,
    smoke: false,
    fresh: more.fresh ?? false,
    workers: 1,
    bar,
    signal,
    base: null,
  };
  return { seen, trained: trainedModel(name, spec, session) as Promise<Trained> };
}

describe('training of an experiment', () => {
  beforeAll(async () => {
    await useBackend('wasm');
    digits = subset(await embeddedDigits({ split: 'train' }), 0, 32);
  });

  test('stopped and gone on with, it ends as if it had never stopped; and is then loaded, not trained again', async () => {
    const tensors = tf.memory().numTensors;
    const whole = await run('whole').trained;
    await expect(run('parts', { stopAt: 4 }).trained).rejects.toMatchObject({
      code: 'RNP_INTERRUPTED',
      message: expect.stringContaining('saved after step 4 of 8'),
    });
    const second = run('parts');
    const resumed = await second.trained;
    expect(second.seen).toEqual([6, 8]);
    const bytes = [whole, resumed].map((one) => weightsToSafetensors(one.model.weights));
    expect(Buffer.compare(bytes[0]!, bytes[1]!)).toBe(0);
    expect(resumed.measured).toEqual([0, 2, 4, 6, 8].map((step) => [step, 100 - step]));
    expect(resumed.measured).toEqual(whole.measured);
    expect(resumed.seconds).toBeGreaterThan(0);

    const third = run('parts');
    const loaded = await third.trained;
    expect(third.seen).toEqual([]);
    expect(loaded.seconds).toBe(resumed.seconds);
    expect(loaded.curve).toEqual(resumed.curve);
    expect(Buffer.compare(weightsToSafetensors(loaded.model.weights), bytes[1]!)).toBe(0);
    for (const one of [whole, resumed, loaded]) one.model.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
    expect(readdirSync(join(folder, 'parts'))).toEqual(['checkpoints']);
  });

  test('other settings than those of the folder are refused, and replaced with fresh', async () => {
    (await run('other').trained).model.dispose();
    const tensors = tf.memory().numTensors;
    await expect(run('other', { steps: 10 }).trained).rejects.toMatchObject({
      code: 'RNP_USAGE',
      message: expect.stringContaining('training.steps'),
    });
    expect(tf.memory().numTensors).toBe(tensors);
    const anew = await run('other', { steps: 10, fresh: true }).trained;
    expect(anew.steps).toBe(10);
    anew.model.dispose();
  });

  test('a run on made images is not gone on with over another source, recipe or choice of classes', async () => {
    const made = (seed: number, source = digits): Dataset =>
      recombined(source, { count: 32, joined: 0.5, seed });
    const refused = async (data: Dataset): Promise<string> => {
      const error = await run('made', { data }).trained.catch((thrown: Error & { code?: string }) => thrown);
      expect(error).toMatchObject({ code: 'RNP_USAGE' });
      return /\(([^)]*)\)/.exec((error as Error).message)![1]!;
    };
    await expect(run('made', { data: made(1), stopAt: 4 }).trained).rejects.toMatchObject({
      code: 'RNP_INTERRUPTED',
    });
    const others = createDataset({ ...digits, images: digits.images.map((value) => value ^ 1) });
    expect(await refused(made(1, others))).toBe('data.digest');
    expect(await refused(made(2))).toBe('data.recipe, data.digest');
    expect(await refused(made(1, withoutClasses(digits, [7])))).toBe('data.recipe, data.digest');
    expect(await refused(subset(digits, 0, 32))).toBe('data.name, data.recipe, data.digest');
    const goneOn = await run('made', { data: made(1) }).trained;
    expect(goneOn.steps).toBe(8);
    goneOn.model.dispose();
  });

  test('a model too large to be kept is refused before it is trained', async () => {
    const session = {
      dir: join(folder, 'large'),
      seed: 1,
      smoke: true,
      fresh: false,
      workers: 1,
      bar,
      signal: new AbortController().signal,
      base: null,
    };
    const spec = { model: { latent: 64 }, data: digits, training: {} };
    await expect(trainedModel('large', spec, session)).rejects.toThrow(/5\.4 MB, more than the 4 MB/);
    expect(readdirSync(join(folder, 'large'))).toEqual([]);
  });
});
