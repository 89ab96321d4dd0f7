// What parts look like is kept, where they go is learned anew: the state hypernetwork of the ETH-80 model, frozen, draws
// coloured garments with a new encoder and a new policy hypernetwork (Fig. 3C).
import { coloured, subset } from '@rnp/datasets';
import { withNewEncoderAndPolicy } from '@rnp/vae';
import { evaluatedBesideMeanImage, experiment, partsSheet, samplesGrid, spread } from '@rnp-tools/experiment';

const training = {
  steps: 4000,
  batchSize: 64,
  learningRate: 3e-4,
  warmup: 300,
  overlap: [0.005, 0.01],
  overlapDelay: 300,
  overlapWarmup: 400,
  frozen: ['decoder/state/'],
};

// Garments on the canvas of ETH-80, each in a hue of its own. A fifth of them: 60,000 in colour take 450 MB.
const size = [50, 50];
const garments = { train: 12_000, test: 10_000 };

await experiment(import.meta.url, {
  data: async ({ load }) => {
    const painted = async (split, seed) => {
      const grey = await load('fashion-mnist', split);
      return coloured(subset(grey, 0, Math.min(garments[split], grey.length)), { size, seed });
    };
    return { train: await painted('train', 1), test: await painted('test', 2) };
  },

  models: ({ train }) => ({
    objects: {
      kept: 'eth-80/eth-80',
      model: {
        imageShape: [...size, 3],
        latent: 32,
        hyperHidden: 32,
        leaf: { kind: 'dense', patch: [12, 12] },
      },
    },
    garments: {
      from: 'objects',
      create: (seed, base) => withNewEncoderAndPolicy(base, { seed }),
      data: train,
      training,
    },
  }),

  measure: async ({ garments }, data) => evaluatedBesideMeanImage(garments, data),

  draw: async ({ garments }, { test }, { picture }) => {
    await picture('parts', await partsSheet(garments, test, spread(test, 8)));
    await picture('samples', await samplesGrid(garments, { count: 12 }));
  },
});
