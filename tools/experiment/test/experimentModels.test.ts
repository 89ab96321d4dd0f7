import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { type Dataset, subset } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { deeper, type Rnp, weightsToSafetensors } from '@rnp/vae';
import { experimentModels } from '../src/training/experimentModels.js';

const small = { latent: 4, hidden: 8, cellInput: 4, hyperHidden: 8 };
const bar = { update: () => undefined, log: () => undefined, stop: () => undefined };
let data: Dataset;

const session = (only: readonly string[] | null) => ({
  runs: mkdtempSync(join(tmpdir(), 'rnp-models-test-')),
  only,
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
  const specs = () => {
    const seen: Uint8Array[] = [];
    const made = {
      base: { model: { ...small, childrenPerLevel: [2] }, data, training: {} },
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

  test('one that is made from another begins with what that one has learned; only asks for both', async () => {
    const { made, seen } = specs();
    const asked = session(['deep']);
    const { trained } = (await experimentModels(made as never, asked as never)) as {
      trained: Record<string, { model: Rnp }>;
    };
    expect(Object.keys(trained)).toEqual(['base', 'deeper']);
    expect(readdirSync(asked.runs).sort()).toEqual(['base', 'deeper']);
    expect(Buffer.compare(seen[0]!, bytesOf(trained.base!.model))).toBe(0);
    expect(Buffer.compare(seen[0]!, bytesOf(trained.deeper!.model))).not.toBe(0);
    for (const { model } of Object.values(trained)) model.dispose();
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
