// ETH-80 taken apart: parts, parts of parts, and new images from the prior (Fig. 2A, 3A).
import { evaluatedAtBothLooks, experiment, partsSheet, samplesGrid, spread } from '@rnp-tools/experiment';

// An object is four parts, a part four patches of 12×12 pixels in colour. Narrower hypernetworks than for digits,
// since they generate nine times as many weights.
const model = {
  imageShape: [50, 50, 3],
  latent: 32,
  childrenPerLevel: [4, 4],
  scaleOffset: 1.6,
  hyperHidden: 32,
  leaf: { kind: 'dense', patch: [12, 12] },
  rendering: 'composed',
  encoder: 'light',
};

const training = {
  steps: 6_000,
  batchSize: 64,
  learningRate: 3e-4,
  warmup: 300,
  overlap: [0.03, 0.03],
  overlapDelay: 300,
  overlapWarmup: 400,
  overlapDecay: 3_000,
  overlapFinal: 0.5,
};

// The test split holds objects that were never seen, and there are only 64 to learn from.
const augment = { rotate: 10, scale: 0.1, shear: 0.1, shift: 3 };

await experiment(import.meta.url, {
  data: async ({ load }) => ({ train: await load('eth-80', 'train'), test: await load('eth-80', 'test') }),

  models: ({ train }) => ({ 'eth-80': { model, data: train, training, augment } }),

  measure: (models, data, lab) => evaluatedAtBothLooks(models['eth-80'], data, lab),

  draw: async (models, { test }, { picture }) => {
    await picture('parts', await partsSheet(models['eth-80'], test, spread(test, 8)));
    await picture('samples', await samplesGrid(models['eth-80'], { count: 12 }));
  },
});
