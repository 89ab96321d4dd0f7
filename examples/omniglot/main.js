// Omniglot taken apart: parts, parts of parts, and new images from the prior (Fig. 2A, 3A).
import {
  evaluatedBesideMeanImage,
  experiment,
  partsSheet,
  samplesSheet,
  spread,
} from '@rnp-tools/experiment';

// A character is four strokes, a stroke four pieces of 8×8 pixels. There are many characters, so z is larger than for
// digits; the paper's 64 would make the saved model larger than 4 MB, and hyperHidden half as large.
const model = { latent: 32, steps: [4, 4], scaleOffset: 2, rendering: 'composed', encoder: 'light' };

const training = {
  steps: 20_000,
  batchSize: 64,
  warmup: 300,
  overlap: [0.05, 0.07],
  overlapDelay: 300,
  overlapWarmup: 400,
};

await experiment(import.meta.url, {
  data: async ({ load }) => ({
    train: await load('omniglot', 'train'),
    test: await load('omniglot', 'test'),
  }),

  models: ({ train }) => ({ omniglot: { model, data: train, training } }),

  measure: (models, data) => evaluatedBesideMeanImage(models.omniglot, data),

  draw: async (models, { test }, { picture }) => {
    await picture('parts', await partsSheet(models.omniglot, test, spread(test, 8)));
    await picture('samples', await samplesSheet(models.omniglot, { count: 12 }));
  },
});
