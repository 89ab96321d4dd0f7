import { klDivergence } from '@rnp/vae/training';
import * as tf from '@tensorflow/tfjs-core';
import { record, tensor } from '../form.js';
import { tensorsOf } from '../tensors.js';

/** @type {import('../sections.js').Section} */
export const kl = {
  form: record({ mean: tensor(2), logVariance: tensor(2), perExample: tensor(1) }),
  check: async ({ mean, logVariance, perExample }, path, row) => {
    // The files hold Σ(exp(lv) + mean² − 1 − lv), which is twice the KL.
    const doubled = tf.tidy(() => tf.mul(klDivergence(tensorsOf({ mean, logVariance })), 2));
    await row('kl').values(doubled, perExample, `${path}.perExample`);
  },
};
