// Classes that were never seen, drawn by hypernetworks that never saw them: only the encoder adapts (Fig. 3B).
import { onlyClasses, withoutClasses } from '@rnp/datasets';
import { modelFromFiles, modelToFiles } from '@rnp/vae';
import { experiment, partsSheet, spread, sseOf } from '@rnp-tools/experiment';

const model = { latent: 16, steps: [4, 4], scaleOffset: 1.6, rendering: 'composed', encoder: 'light' };
const training = {
  batchSize: 64,
  learningRate: 3e-4,
  warmup: 300,
  overlap: [0.03, 0.02],
  overlapDelay: 300,
  overlapWarmup: 400,
};
const [baseSteps, adaptSteps] = [5000, 1500];

// The encoder goes on from its weights, now on all classes; what draws does not change by a bit.
const adaptation = {
  ...training,
  steps: adaptSteps,
  overlapDelay: 0,
  overlapWarmup: 0,
  frozen: ['decoder/'],
};
const copyOf = (_, base) => modelFromFiles(modelToFiles(base)).model;

const unseen = [7, 8];

await experiment(import.meta.url, {
  data: async ({ load }) => ({ train: await load('mnist', 'train'), test: await load('mnist', 'test') }),

  // As many steps for the model that sees all classes as for base and adaptation together.
  models: ({ train }) => ({
    all: { model, data: train, training: { ...training, steps: baseSteps + adaptSteps } },
    ...Object.fromEntries(
      unseen.flatMap((digit) => [
        [
          `without${digit}`,
          {
            model,
            data: withoutClasses(train, [digit]),
            training: { ...training, steps: baseSteps },
            keep: digit === unseen[0],
          },
        ],
        [
          `adapted${digit}`,
          {
            from: `without${digit}`,
            create: copyOf,
            data: train,
            training: adaptation,
            keep: digit === unseen[0],
          },
        ],
      ]),
    ),
  }),

  // On the unseen class of the test split; `ratio` is what adapting the encoder alone leaves to be desired.
  measure: async (models, { test }) => {
    const figures = {};
    for (const digit of unseen) {
      const images = onlyClasses(test, [digit]);
      const [before, after] = [models[`without${digit}`], models[`adapted${digit}`]];
      const [all, adapted] = [await sseOf(models.all, images), await sseOf(after, images)];
      figures[`${digit}.allClasses`] = all;
      figures[`${digit}.before`] = await sseOf(before, images);
      figures[`${digit}.adapted`] = adapted;
      figures[`${digit}.ratio`] = adapted === null ? null : adapted / all;
      figures[`${digit}.hypernetworkWeightsChanged`] = changed(before, after);
    }
    return figures;
  },

  draw: async (models, { test }, { picture }) => {
    for (const digit of unseen) {
      const images = onlyClasses(test, [digit]);
      for (const name of [`without${digit}`, `adapted${digit}`]) {
        await picture(name, await partsSheet(models[name], images, spread(images, 4)));
      }
    }
  },
});

/** How many weights of the hypernetworks differ between two models. */
function changed(before, after) {
  if (before === undefined || after === undefined) return null;
  const weights = ({ weights }) =>
    Object.entries(weights.parameters).filter(([name]) => name.startsWith('decoder/'));
  const others = Object.fromEntries(weights(after));
  return weights(before).reduce((sum, [name, tensor]) => {
    const values = others[name].dataSync();
    return sum + tensor.dataSync().reduce((count, value, i) => count + Number(value !== values[i]), 0);
  }, 0);
}
