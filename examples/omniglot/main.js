// Omniglot taken apart: parts, parts of parts, and new images from the prior (Fig. 2A, 3A).
import { recombined } from '@rnp/datasets';
import {
  evaluatedAtBothLooks,
  experiment,
  partsSheet,
  samplesGrid,
  seeingParts,
  spread,
} from '@rnp-tools/experiment';

// A character is four strokes, a stroke four pieces of 8×8 pixels. There are many characters, so z is larger than for
// digits; the paper's 64 would make the saved model larger than 4 MB, and hyperHidden half as large.
const model = {
  latent: 32,
  childrenPerLevel: [4, 4],
  scaleOffset: 2,
  rendering: 'composed',
  encoder: 'light',
};

const training = {
  steps: 14_000,
  batchSize: 64,
  learningRate: 3e-4,
  warmup: 300,
  beta: 0.1,
  overlap: [0.03, 0.03],
  overlapDelay: 300,
  overlapWarmup: 400,
  overlapDecay: 9_000,
  overlapFinal: 0.5,
};

// The encoder learns to look at parts, each through its frame, and to correct them; the hypernetworks stay as they are.
const looking = {
  steps: 1_000,
  batchSize: 64,
  learningRate: 1e-3,
  warmup: 50,
  beta: training.beta,
  frozen: ['decoder/'],
};

// The test split holds alphabets that were never seen, and 4,020 drawings are soon known by heart: they are turned, mirrored
// and put together anew, and none is seen twice at the same place, size and slant.
const recombination = { count: 48_000, joined: 1 / 3, seed: 1 };
const augment = { rotate: 10, scale: 0.15, shear: 0.15, shift: 2 };

await experiment(import.meta.url, {
  data: async ({ load }) => ({
    train: await load('omniglot', 'train'),
    test: await load('omniglot', 'test'),
  }),

  models: ({ train }) => {
    const data = recombined(train, recombination);
    return {
      whole: { model, data, training, augment },
      omniglot: {
        from: 'whole',
        create: seeingParts,
        data,
        training: looking,
        augment,
      },
    };
  },

  measure: (models, data, lab) => evaluatedAtBothLooks(models.omniglot, data, lab),

  draw: async (models, { test }, { picture }) => {
    await picture('parts', await partsSheet(models.omniglot, test, spread(test, 8)));
    await picture('samples', await samplesGrid(models.omniglot, { count: 12 }));
  },
});
