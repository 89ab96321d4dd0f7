import { doubledKl } from '@rnp/vae';
import { record, tensor } from '../form.js';
import { tensorsOf } from '../tensors.js';

/** @type {import('../sections.js').Section} */
export const kl = {
  form: record({ mean: tensor(2), logVariance: tensor(2), perExample: tensor(1) }),
  check: async ({ mean, logVariance, perExample }, path, row) => {
    await row('kl').values(doubledKl(tensorsOf({ mean, logVariance })), perExample, `${path}.perExample`);
  },
};
