// The encoder of wholes looks at parts, too, each through its frame, and corrects them: what the trained model of digits draws at one look
// then, its hypernetworks the same to the last bit.
import { withLooks } from '@rnp/vae';
import { evaluatedBesideMeanImage, experiment, partsSheet, spread } from '@rnp-tools/experiment';

// Few steps do: the hypernetworks can draw what is seen, and the encoder knows images already.
const training = { steps: 160, batchSize: 64, learningRate: 1e-3, warmup: 50, frozen: ['decoder/'] };

await experiment(import.meta.url, {
  data: async ({ load }) => ({ train: await load('mnist', 'train'), test: await load('mnist', 'test') }),

  models: ({ train }) => ({
    whole: {
      kept: 'mnist/mnist',
      model: { latent: 16, childrenPerLevel: [4, 4], scaleOffset: 1.6, rendering: 'composed' },
    },
    parts: {
      from: 'whole',
      create: (seed, base) => withLooks(base, { looks: 'parts', seed }),
      data: train,
      training,
    },
  }),

  measure: async ({ parts }, data) => evaluatedBesideMeanImage(parts, data),

  draw: async ({ parts }, { test }, { picture }) => {
    await picture('parts', await partsSheet(parts, test, spread(test, 8)));
  },
});
