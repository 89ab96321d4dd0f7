// Fashion-MNIST taken apart: parts, parts of parts, and new images from the prior (Fig. 2A, 3A).
import {
  evaluatedBesideMeanImage,
  experiment,
  partsSheet,
  samplesSheet,
  spread,
} from '@rnp-tools/experiment';

// A garment is four parts, a part four patches of 8×8 pixels.
const model = { latent: 16, steps: [4, 4], scaleOffset: 1.6, rendering: 'composed', encoder: 'light' };

// The quick recipe, longer. Garments fill more of the canvas than strokes do, so the penalty weighs less against their
// larger errors.
const training = {
  steps: 12_000,
  batchSize: 64,
  learningRate: 3e-4,
  warmup: 300,
  overlap: [0.03, 0.03],
  overlapDelay: 300,
  overlapWarmup: 400,
  overlapDecay: 8_000,
  overlapFinal: 0.5,
};

await experiment(import.meta.url, {
  data: async ({ load }) => ({
    train: await load('fashion-mnist', 'train'),
    test: await load('fashion-mnist', 'test'),
  }),

  models: ({ train }) => ({ 'fashion-mnist': { model, data: train, training } }),

  measure: (models, data) => evaluatedBesideMeanImage(models['fashion-mnist'], data),

  draw: async (models, { test }, { picture }) => {
    await picture('parts', await partsSheet(models['fashion-mnist'], test, spread(test, 8)));
    await picture('samples', await samplesSheet(models['fashion-mnist'], { count: 12 }));
  },
});
