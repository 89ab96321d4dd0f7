import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createRnp, modelToFiles } from '@rnp/vae';
import { saveModelFolder } from '@rnp/vae/node';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { readDonor, requireFittingImages, requireFittingLearning } from '../../src/run/adapt.js';

const root = temporaryFolder();
let saved = 0;
const training = { steps: 200, learningRate: 1e-3, warmup: 50, beta: 0.1 };
const lasting = { beta: 0.1 };
const frozen = ['decoder/'];

beforeAll(() => useBackend('cpu'));

/** Saves a small model that says this of its making. @returns it, to begin with */
async function donorOf(
  kept: 'hypernetworks' | 'encoder and hypernetworks',
  extra: object = {},
  looks: 'top' | 'parts' = 'top',
) {
  const model = createRnp({ childrenPerLevel: [2], latent: 3, looks }, { seed: 1 });
  saved++;
  const path = `${root}/${saved}`;
  await saveModelFolder(path, { ...modelToFiles(model, { ...extra }) });
  model.dispose();
  return readDonor({ model: path, kept });
}

async function begunWith(...[kept, extra]: Parameters<typeof donorOf>) {
  return (await donorOf(kept, extra)).settings.training;
}

test('a new encoder is trained as long as the model was, but not as long as its own encoder learned on', async () => {
  expect(await begunWith('hypernetworks', { training })).toEqual({ ...training, frozen });
  const goneOn = { training: { ...training, frozen } };
  expect(await begunWith('hypernetworks', goneOn)).toEqual({ ...lasting, frozen });
  expect(await begunWith('encoder and hypernetworks', goneOn)).toEqual({ ...training, frozen });
  const adapted = { ...goneOn, adapted: { kept: 'hypernetworks' } };
  expect(await begunWith('hypernetworks', adapted)).toEqual({ ...training, frozen });
});

test('images that the hypernetworks do not draw are refused before they are read, with advice that works', async () => {
  const photos = join(temporaryFolder(), 'photos');
  mkdirSync(photos);
  const [fresh, whole] = [await donorOf('hypernetworks'), await donorOf('encoder and hypernetworks')];
  for (const fitting of ['digits', 'fashion-mnist', `${photos}?size=40x50`])
    await expect(requireFittingImages(fresh, fitting)).resolves.toBeUndefined();
  await expect(requireFittingImages(fresh, 'eth-80')).rejects.toThrow(
    /draws in grey, and the images of eth-80 are in colour; choose other data, or another model$/,
  );
  const coloured = `${photos}?colour=yes&size=40x50&fit=cover`;
  const grey = `${photos}?size=40x50&colour=no&fit=cover`;
  await expect(requireFittingImages(fresh, coloured)).rejects.toThrow(
    `are in colour; write data: ${JSON.stringify(grey)}, or another model`,
  );
  await expect(requireFittingImages(fresh, grey)).resolves.toBeUndefined();
  const fits = `${photos}?size=28x28&colour=no&fit=cover`;
  await expect(requireFittingImages(whole, grey)).rejects.toThrow(
    `are 40×50×1, but 28×28×1 are needed; write data: ${JSON.stringify(fits)}, or leave adapt.kept away`,
  );
  await expect(requireFittingImages(whole, fits)).resolves.toBeUndefined();
});

test('a kept encoder that looks at parts is not taught by what is found, with all ways out at once', async () => {
  const whole = await donorOf('encoder and hypernetworks', {}, 'parts');
  const asked = (learning: 'backprop' | 'amortised', looks: 'top' | 'parts') => ({
    ...whole.settings,
    model: { ...whole.settings.model, looks },
    training: { ...whole.settings.training, learning },
  });
  for (const looks of ['parts', 'top'] as const)
    expect(() => requireFittingLearning(whole, asked('amortised', looks))).toThrow(
      /^learning=amortised teaches .* leave learning away, or leave adapt\.kept away and begin .* set: \["looks=top"\]$/,
    );
  requireFittingLearning(whole, asked('backprop', 'parts'));
  requireFittingLearning(await donorOf('encoder and hypernetworks'), asked('amortised', 'top'));
  requireFittingLearning(await donorOf('hypernetworks', {}, 'parts'), asked('amortised', 'top'));
});
