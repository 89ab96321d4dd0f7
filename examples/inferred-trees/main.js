// Learning from what is found: the model of the mnist example goes on learning, from the trees that inference finds of digits.
import { copyOf, evaluatedAtBothLooks, experiment, partsSheet, spread } from '@rnp-tools/experiment';

// As in the mnist example, for a smoke run without its model.
const model = {
  latent: 16,
  childrenPerLevel: [4, 4],
  scaleOffset: 1.6,
  rendering: 'composed',
  encoder: 'light',
};

// The penalty is that of the mnist example at its strongest: children that may move would come to share less.
const training = {
  learning: 'amortised',
  inferenceSteps: 12,
  steps: 160,
  batchSize: 64,
  learningRate: 1.5e-4,
  warmup: 10,
  overlap: [0.03, 0.02],
};

await experiment(import.meta.url, {
  data: async ({ load }) => ({ train: await load('mnist', 'train'), test: await load('mnist', 'test') }),

  models: ({ train }) => ({
    before: { kept: 'mnist/whole', model },
    inferred: { from: 'before', create: (_, before) => copyOf(before), data: train, training },
  }),

  measure: (models, data, lab) => evaluatedAtBothLooks(models.inferred, data, lab),

  draw: async (models, { test }, { picture }) => {
    await picture('parts', await partsSheet(models.inferred, test, spread(test, 8)));
  },
});
