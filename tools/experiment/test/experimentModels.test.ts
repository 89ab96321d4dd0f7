import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { type Dataset, subset } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { deeper, modelToFiles, type Rnp, weightsToSafetensors } from '@rnp/vae';
import { leakedTensors } from '@rnp-tools/testing';
import * as tf from '@tensorflow/tfjs-core';
import { keepModel, rounded } from '../src/results/keptModel.js';
import { experimentModels } from '../src/training/experimentModels.js';

const small = { latent: 4, hidden: 8, cellInput: 4, hyperHidden: 8 };
const bar = { update: () => undefined, log: () => undefined, stop: () => undefined };
let data: Dataset;

const session = (only: readonly string[] | null) => ({
  runs: mkdtempSync(join(tmpdir(), 'rnp-models-test-')),
  out: mkdtempSync(join(tmpdir(), 'rnp-models-test-')),
  only,
  fromKept: false,
  smoke: true,
  seed: 1,
  fresh: false,
  workers: 1,
  bar,
  signal: new AbortController().signal,
});
const bytesOf = (model: Rnp) => weightsToSafetensors(model.weights);

beforeAll(async () => {
  await useBackend('wasm');
  data = subset(await embeddedDigits({ split: 'train' }), 0, 16);
});

describe('the models of an experiment', () => {
  const specs = (keep = true) => {
    const seen: Uint8Array[] = [];
    const made = {
      base: { model: { ...small, childrenPerLevel: [2] }, data, training: {}, keep },
      other: { model: { ...small, childrenPerLevel: [2] }, data, training: {} },
      deeper: {
        from: 'base',
        create: (_: number, base: Rnp) => {
          seen.push(bytesOf(base));
          return deeper(base, { children: 2, scaleOffset: 1.6, encoder: 'kept' });
        },
        data,
        training: {},
      },
    };
    return { made, seen };
  };

  interface Models {
    readonly trained: Record<string, { model: Rnp; training: object }>;
    readonly bases: Record<string, { model: Rnp; training: { steps: number } }>;
    readonly before: readonly string[];
  }
  const modelsOf = (made: object, asked: object) =>
    experimentModels(made as never, asked as never) as unknown as Promise<Models>;
  const dispose = ({ trained, bases }: Models): void => {
    for (const { model } of [...Object.values(trained), ...Object.values(bases)]) model.dispose();
  };

  test('one that is made from another begins with what that one has learned; only asks for both', async () => {
    const { made, seen } = specs(false);
    const asked = session(['deep']);
    const models = await modelsOf(made, asked);
    const { trained } = models;
    expect(Object.keys(trained)).toEqual(['base', 'deeper']);
    expect(readdirSync(asked.runs).sort()).toEqual(['base', 'deeper']);
    expect(Buffer.compare(seen[0]!, bytesOf(trained.base!.model))).toBe(0);
    expect(Buffer.compare(seen[0]!, bytesOf(trained.deeper!.model))).not.toBe(0);
    dispose(models);
  });

  /** Trains all, and keeps the base as an experiment does. */
  const whole = async (asked: ReturnType<typeof session>) => {
    const { made } = specs();
    const models = await modelsOf(made, asked);
    const { model, training } = models.trained.base!;
    await keepModel(asked.out, 'base', modelToFiles(model, { training }, { precision: 'float16' }));
    const last = bytesOf(models.trained.deeper!.model);
    dispose(models);
    return last;
  };

  test('from what is kept, only the last stage is trained, and ends as it does in a whole training', async () => {
    const asked = session(null);
    const last = await whole(asked);
    const { made, seen } = specs();
    const again = { ...session(null), out: asked.out, fromKept: true };
    let models: Models | undefined;
    const leaked = await leakedTensors(async () => {
      models = await modelsOf(made, again);
      expect(Object.keys(models.trained)).toEqual(['other', 'deeper']);
      expect(readdirSync(again.runs).sort()).toEqual(['deeper', 'other']);
      expect(models.bases.base!.training.steps).toBe(3);
      expect(Buffer.compare(seen[0]!, bytesOf(models.bases.base!.model))).toBe(0);
      expect(Buffer.compare(bytesOf(models.trained.deeper!.model), last)).toBe(0);
      dispose(models);
    });
    expect(leaked).toBe(0);
  });

  test('from what is kept, those asked for alone are trained, with what is made from them', async () => {
    const asked = session(null);
    const { made } = specs();
    const models = await modelsOf(made, asked);
    for (const [name, { model, training }] of Object.entries(models.trained))
      await keepModel(asked.out, name, modelToFiles(model, { training }, { precision: 'float16' }));
    dispose(models);
    const again = async (...only: readonly string[]) => {
      const taken = await modelsOf(made, { ...session(only), out: asked.out, fromKept: true });
      const names = [Object.keys(taken.bases), Object.keys(taken.trained)];
      dispose(taken);
      return names;
    };
    expect(await again('deeper')).toEqual([['base', 'other'], ['deeper']]);
    expect(await again('other')).toEqual([['base', 'deeper'], ['other']]);
    expect(await again('base')).toEqual([['other'], ['base', 'deeper']]);
  });

  test('what a kept model was made from is not trained where nothing else is', async () => {
    const { made } = specs(false);
    const middle = { ...made.deeper, create: (_: number, base: Rnp) => rounded(base) as Rnp };
    const chain = { base: made.base, middle, last: { ...middle, from: 'middle' } };
    const asked = session(null);
    const models = await modelsOf(chain, asked);
    const { model, training } = models.trained.middle!;
    await keepModel(asked.out, 'middle', modelToFiles(model, { training }, { precision: 'float16' }));
    const last = bytesOf(models.trained.last!.model);
    dispose(models);
    const again = await modelsOf(chain, { ...session(null), out: asked.out, fromKept: true });
    expect([Object.keys(again.trained), again.before]).toEqual([['last'], ['base']]);
    expect(Buffer.compare(bytesOf(again.trained.last!.model), last)).toBe(0);
    dispose(again);
  });

  test('nothing kept, or kept of other settings, is no beginning', async () => {
    const asked = { ...session(null), fromKept: true };
    const { made } = specs();
    const before = tf.memory().numTensors;
    await expect(modelsOf(made, asked)).rejects.toMatchObject({
      code: 'RNP_USAGE',
      message: expect.stringContaining('has no model that another one of this example begins with'),
    });
    await whole({ ...asked, fromKept: false });
    const wider = { ...made, base: { ...made.base, model: { ...made.base.model, childrenPerLevel: [3] } } };
    await expect(modelsOf(wider, asked)).rejects.toMatchObject({
      code: 'RNP_USAGE',
      message: expect.stringMatching(/^base: .*other settings \(model\.childrenPerLevel\)/),
    });
    await expect(modelsOf(made, { ...asked, seed: 2 })).rejects.toThrow(/training\.seed/);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('what is rounded is what is kept', async () => {
    const asked = session(['base']);
    const models = await modelsOf(specs().made, asked);
    const { model } = models.trained.base!;
    const once = rounded(model) as Rnp;
    const twice = rounded(once) as Rnp;
    expect(Buffer.compare(bytesOf(once), bytesOf(model))).not.toBe(0);
    expect(Buffer.compare(bytesOf(once), bytesOf(twice))).toBe(0);
    once.dispose();
    twice.dispose();
    dispose(models);
  });

  test('a model of an example that was not run yet: a smoke run takes a fresh one, a full run says what to do', async () => {
    const kept = { mine: { kept: 'no-such/model', model: { ...small, childrenPerLevel: [2] } } };
    const { kept: found } = (await experimentModels(kept as never, session(null) as never)) as {
      kept: Record<string, Rnp>;
    };
    expect(found.mine!.config.childrenPerLevel).toEqual([2]);
    found.mine!.dispose();
    const full = { ...session(null), smoke: false };
    await expect(experimentModels(kept as never, full as never)).rejects.toMatchObject({
      code: 'RNP_USAGE',
      message: expect.stringContaining('npm run example -- no-such first'),
    });
  });
});
