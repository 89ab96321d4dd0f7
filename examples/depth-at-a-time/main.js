// Levels trained one after another against end to end (Methods): first digits as parts that are patches, then each part as a
// program of its own, run by the same hypernetworks.
import { recipes } from '@rnp/runs/recipes';
import { deeper } from '@rnp/vae';
import { evaluated, experiment, partsSheet, spread } from '@rnp-tools/experiment';

const model = { latent: 16, scaleOffset: 1.6, rendering: 'composed', encoder: 'light' };

// As many steps in all; a step of one level takes less time than one of two.
const firstSteps = 1000;
const bothSteps = 2000;
// The quick recipe's penalty is of two levels: one level is trained without it.
const { batchSize, warmup, overlap: weights, overlapDelay, overlapWarmup } = recipes['quick-start'].training;
const training = { batchSize, warmup };
const overlap = { overlap: weights, overlapDelay, overlapWarmup };

await experiment(import.meta.url, {
  data: async ({ load }) => ({ train: await load('mnist', 'train'), test: await load('mnist', 'test') }),

  models: ({ train }) => ({
    first: {
      model: { ...model, childrenPerLevel: [4] },
      data: train,
      training: { ...training, steps: firstSteps },
    },
    both: {
      from: 'first',
      create: (_, first) => deeper(first, { children: 4, encoder: 'kept' }),
      data: train,
      training: { ...training, ...overlap, steps: bothSteps },
    },
    endToEnd: {
      model: { ...model, childrenPerLevel: [4, 4] },
      data: train,
      training: { ...training, ...overlap, steps: firstSteps + bothSteps },
    },
  }),

  measure: async ({ first, both, endToEnd }, { test }) => {
    const [one, two, end] = [
      await evaluated(first, test),
      await evaluated(both, test),
      await evaluated(endToEnd, test),
    ];
    return {
      'first.ssePerImage': one.ssePerImage,
      'oneAfterAnother.ssePerImage': two.ssePerImage,
      'oneAfterAnother.purity': two.purity,
      'oneAfterAnother.effectiveChildren': two.effectiveChildren,
      'endToEnd.ssePerImage': end.ssePerImage,
      'endToEnd.purity': end.purity,
      'endToEnd.effectiveChildren': end.effectiveChildren,
    };
  },

  draw: async (models, { test }, { picture }) => {
    for (const name of ['first', 'both', 'endToEnd']) {
      await picture(name, await partsSheet(models[name], test, spread(test, 6)));
    }
  },
});
