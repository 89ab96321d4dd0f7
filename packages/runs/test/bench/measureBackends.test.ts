import { expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { embeddedDigits } from '@rnp/datasets/digits';
import { RnpError } from '@rnp/errors';
import { rnpConfig, trainingConfig } from '@rnp/vae';
import { leakedTensors } from '@rnp-tools/testing';
import { fastestWords, figureCells, figureHeads, measureBackends } from '../../src/bench/index.js';
import { defaultRecipe, recipes } from '../../src/recipes/recipes.js';
import { completeSettings, fromRecipe } from '../../src/settings/index.js';

test('figures come backend by backend, and those that fail are told of beside them', async () => {
  await useBackend('wasm');
  const leaked = await leakedTensors(async () => {
    const started: string[] = [];
    const start = async (name: string): Promise<void> => {
      started.push(name);
      // As where a graphics driver gives up, an error that is none of the packages'.
      if (name !== 'wasm') throw new Error('context lost');
    };
    const job = measureBackends(['wasm', 'webgl', 'cpu', 'wasm'], { seconds: 0.1, start });
    const told: string[] = [];
    for await (const { backend, done, total, figures, refused } of job)
      told.push(`${backend} ${done} of ${total}: ${figures.length} and ${refused.length}`);
    expect(told).toEqual([
      'wasm 0 of 9: 0 and 0',
      'wasm 1 of 9: 0 and 0',
      'wasm 2 of 9: 0 and 0',
      'wasm 3 of 9: 0 and 0',
      'webgl 3 of 9: 1 and 0',
      'cpu 6 of 9: 1 and 1',
    ]);
    expect(started).toEqual(['wasm', 'webgl', 'cpu']);
    const { figures, refused } = await job.result();
    expect(figures).toMatchObject([{ backend: 'wasm' }]);
    expect(refused).toEqual([
      { backend: 'webgl', reason: 'context lost' },
      { backend: 'cpu', reason: 'context lost' },
    ]);
  });
  expect(leaked).toBe(0);
});

test('where none can be measured, all reasons are told, with the code of the first', async () => {
  const reasons: Readonly<Record<string, Error>> = {
    webgl: new RnpError('RNP_BACKEND_MISSING', 'there is no WebGL here'),
    webgpu: new Error('context lost'),
  };
  const start = (name: string): Promise<void> => Promise.reject(reasons[name]!);
  const refusal = measureBackends(['webgl', 'webgpu'], { seconds: 0.1, start }).result();
  await expect(refusal).rejects.toMatchObject({
    code: 'RNP_BACKEND_MISSING',
    message: 'none of these backends can be measured; webgl: there is no WebGL here; webgpu: context lost',
    cause: reasons.webgl,
  });
  await expect(measureBackends(['webgpu'], { seconds: 0.1, start }).result()).rejects.toBe(reasons.webgpu);
});

test('a step is one of `rnp train` where no settings are given', async () => {
  const digits = await embeddedDigits({ split: 'train' });
  const { model, training } = recipes[defaultRecipe]!;
  const complete = completeSettings(fromRecipe(defaultRecipe), digits);
  expect(rnpConfig({ ...model, imageShape: digits.imageShape })).toEqual(complete.model);
  expect(trainingConfig(training)).toEqual(complete.training);
});

test('figures in words: a row under its heads, and the fastest for what', () => {
  const figures = [
    { backend: 'wasm', gflops: 28.41, parseMs: 2.2, stepMs: 81.4 },
    { backend: 'webgl', gflops: 310, parseMs: 30.1, stepMs: 60 },
  ] as const;
  expect(figureCells(figures[0])).toEqual(['wasm', '28.41', '2.20', '81.40']);
  expect(figureCells(figures[1], (name) => name.toUpperCase())).toEqual(['WEBGL', '310', '30.10', '60']);
  expect(figureHeads).toHaveLength(4);
  expect(fastestWords(figures)).toBe('fastest here: wasm for parsing, webgl for training');
  expect(fastestWords(figures, (name) => name.toUpperCase())).toBe(
    'fastest here: WASM for parsing, WEBGL for training',
  );
});
