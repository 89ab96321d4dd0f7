// MNIST taken apart: parts, parts of parts, and new images from the prior (Fig. 2A, 3A).
import {
  evaluatedAtBothLooks,
  experiment,
  partsSheet,
  samplesGrid,
  seeingParts,
  spread,
} from '@rnp-tools/experiment';

// A digit is four strokes, a stroke four pieces of 8×8 pixels.
const model = {
  latent: 16,
  childrenPerLevel: [4, 4],
  scaleOffset: 1.6,
  rendering: 'composed',
  encoder: 'light',
};

// The quick recipe, longer. The overlap penalty makes parts share the drawing; it waits until all of them draw.
const training = {
  steps: 12_000,
  batchSize: 64,
  learningRate: 3e-4,
  warmup: 300,
  overlap: [0.03, 0.02],
  overlapDelay: 300,
  overlapWarmup: 400,
  overlapDecay: 8_000,
  overlapFinal: 0.5,
};

// The encoder learns to look at parts, each through its frame, and to correct them. Few steps do: it knows images already, and the
// hypernetworks can draw what is seen.
const looking = { steps: 200, batchSize: 64, learningRate: 1e-3, warmup: 50, frozen: ['decoder/'] };

await experiment(import.meta.url, {
  data: async ({ load }) => ({ train: await load('mnist', 'train'), test: await load('mnist', 'test') }),

  models: ({ train }) => ({
    whole: { model, data: train, training },
    mnist: {
      from: 'whole',
      create: seeingParts,
      data: train,
      training: looking,
    },
  }),

  measure: (models, data, lab) => evaluatedAtBothLooks(models.mnist, data, lab),

  draw: async (models, { test }, { picture }) => {
    await picture('parts', await partsSheet(models.mnist, test, spread(test, 8)));
    await picture('samples', await samplesGrid(models.mnist, { count: 12 }));
  },
});
