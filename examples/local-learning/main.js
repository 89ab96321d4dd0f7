// Learning without backpropagation through the tree: the quick recipe, each generated network learning from the errors of its own
// predictions, beside the gradient of the whole.
import { batchOf } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { recipes } from '@rnp/runs/recipes';
import { trainingConfig } from '@rnp/vae';
import { lossGradients } from '@rnp/vae/training';
import { curveSvg } from '@rnp/viz';
import { evaluated, experiment, partsSheet, spread } from '@rnp-tools/experiment';
import * as tf from '@tensorflow/tfjs-core';

const recipe = recipes['quick-start'];
// A third of the recipe's steps, the same for all three: the rules cost more than backpropagation.
const training = { ...recipe.training, steps: 600 };
/** How each model learns. A model of two times four children needs nine sweeps for the whole gradient: these make fewer. */
const rules = {
  backprop: {},
  fixedPrediction: { learning: 'local', localRule: 'fixedPrediction', inferenceSteps: 4 },
  strict: { learning: 'local', localRule: 'strict', inferenceSteps: 6 },
};
const exact = { learning: 'local', localRule: 'exact' };

/** Of the weights, by what they are for: a function of their names. */
const kinds = {
  encoder: (name) => name.startsWith('encoder/'),
  states: (name) => name.startsWith('decoder/state/') && !drawsPatches(name),
  actions: (name) => name.startsWith('decoder/policy/'),
  patches: drawsPatches,
};
const local = ['fixedPrediction', 'strict'];
/** Steps between two measurements of the gradients' directions, and images in each. */
const every = 60;
const shown = 64;

await experiment(import.meta.url, {
  data: async ({ load, smoke }) => {
    const digits = (split) => (smoke ? load('mnist', split) : embeddedDigits({ split }));
    return { train: await digits('train'), test: await digits('test') };
  },

  models: ({ train, test }) =>
    Object.fromEntries(
      Object.entries(rules).map(([name, rule]) => [
        name,
        {
          model: { ...recipe.model, imageShape: train.imageShape },
          data: train,
          training: { ...training, ...rule },
          ...(local.includes(name) && {
            each: { steps: every, measure: (model) => cosines(model, test, rule) },
          }),
        },
      ]),
    ),

  // Cosines are in the order of `kinds`, on the first test digits.
  measure: async (models, { test }) => {
    const figures = {};
    for (const name of Object.keys(rules)) {
      for (const [key, value] of Object.entries(await evaluated(models[name], test))) {
        figures[`${name}.${key}`] = value;
      }
    }
    for (const name of local) {
      const ratio = figures[`${name}.ssePerImage`] / figures['backprop.ssePerImage'];
      figures[`${name}.ratio`] = ratio;
    }
    figures['exact.cosines'] = Object.values(await cosines(models.backprop, test, exact));
    for (const name of local) {
      figures[`${name}.cosines`] = Object.values(await cosines(models[name], test, rules[name]));
    }
    return figures;
  },

  draw: async (models, { test }, { picture, drawing, trained }) => {
    for (const name of Object.keys(rules)) {
      await picture(name, await partsSheet(models[name], test, spread(test, 6)));
    }
    for (const name of local) {
      const series = Object.keys(kinds).map((kind) => ({
        name: kind,
        points: trained[name].measured.map(([step, found]) => [step, found[kind]]),
      }));
      await drawing(
        `cosines-${name}`,
        curveSvg({
          title: `The directions of ${name}`,
          xLabel: 'training step (batches)',
          yLabel: 'cosine with the gradient of backpropagation (1: the same direction)',
          series,
        }),
      );
    }
  },
});

function drawsPatches(name) {
  return name.startsWith('decoder/state/output/decoder');
}

/**
 * How alike the directions are in which a rule and backpropagation would change the weights, by kind: 1 is the same. The overlap penalty
 * has its whole weight, as at the end of training.
 */
async function cosines(model, data, rule) {
  const items = Array.from({ length: Math.min(shown, data.length) }, (_, i) => i);
  const images = tf.tensor4d(batchOf(data, items), [items.length, ...data.imageShape]);
  const noise = tf.zeros([items.length, model.network.latent]);
  const gradients = (settings) =>
    lossGradients(model.network, model.weights, images, noise, trainingConfig({ ...training, ...settings }));
  const [found, right] = [gradients(rule), gradients({})];
  try {
    const result = {};
    for (const [kind, isOf] of Object.entries(kinds)) {
      const names = Object.keys(right.gradients).filter((name) => isOf(name) && right.gradients[name]);
      const product = (one, other) =>
        tf.addN(names.map((name) => tf.sum(tf.mul(one.gradients[name], other.gradients[name]))));
      const cosine = tf.tidy(() =>
        tf.div(product(found, right), tf.sqrt(tf.mul(product(found, found), product(right, right)))),
      );
      [result[kind]] = await cosine.data();
      cosine.dispose();
    }
    return result;
  } finally {
    tf.dispose([images, noise, found, right]);
  }
}
