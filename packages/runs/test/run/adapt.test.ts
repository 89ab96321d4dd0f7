import { beforeAll, expect, test } from '@jest/globals';
import { useBackend } from '@rnp/backend';
import { createRnp, modelToFiles } from '@rnp/vae';
import { saveModelFolder } from '@rnp/vae/node';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { readDonor } from '../../src/run/adapt.js';

const root = temporaryFolder();
let saved = 0;
const training = { steps: 200, learningRate: 1e-3, warmup: 50, beta: 0.1 };
const lasting = { beta: 0.1 };
const frozen = ['decoder/'];

beforeAll(() => useBackend('cpu'));

/** Saves a small model that says this of its making, and gives what a run with it begins with. */
async function begunWith(kept: 'hypernetworks' | 'encoder and hypernetworks', extra: object) {
  const model = createRnp({ childrenPerLevel: [2], latent: 3 }, { seed: 1 });
  saved++;
  const path = `${root}/${saved}`;
  await saveModelFolder(path, { ...modelToFiles(model, { ...extra }) });
  model.dispose();
  return (await readDonor({ model: path, kept })).settings.training;
}

test('a new encoder is trained as long as the model was, but not as long as its own encoder learned on', async () => {
  expect(await begunWith('hypernetworks', { training })).toEqual({ ...training, frozen });
  const goneOn = { training: { ...training, frozen } };
  expect(await begunWith('hypernetworks', goneOn)).toEqual({ ...lasting, frozen });
  expect(await begunWith('encoder and hypernetworks', goneOn)).toEqual({ ...training, frozen });
  const adapted = { ...goneOn, adapted: { kept: 'hypernetworks' } };
  expect(await begunWith('hypernetworks', adapted)).toEqual({ ...training, frozen });
});
