// One-shot classification (Lake et al. 2015): a drawing is recognised by one drawing of each of 20 characters. Two drawings are near
// where the tree of either, its parts moved a little, draws the other.
import { batchOf, oneShotRuns } from '@rnp/datasets';
import { loadOmniglotOneShot } from '@rnp/datasets/node';
import { rasterOf } from '@rnp/runs/explain';
import { classifyOneShot, oneShotErrors } from '@rnp/runs/use';
import { deform, infer } from '@rnp/vae';
import { imageGrid } from '@rnp/viz';
import { experiment } from '@rnp-tools/experiment';
import * as tf from '@tensorflow/tfjs-core';

/** Drawings of the picture. */
const shown = 8;

/** So few steps say nothing of the task. */
const quick = { infer: 1, deform: { stages: [{ blur: 1, steps: 1, learningRate: 0.03 }] } };

await experiment(import.meta.url, {
  // The published runs, of alphabets that no model here has seen; and runs of the same form to choose settings on, of those it was
  // trained on.
  data: async ({ load, smoke }) => {
    const learned = await load('omniglot', 'train');
    const runsOf = (count, ways) => oneShotRuns(learned, { count, ways, seed: 1 });
    return {
      published: {
        name: 'omniglot one-shot',
        runs: smoke ? runsOf(1, 3) : await loadOmniglotOneShot(),
      },
      practice: { name: learned.name, runs: smoke ? runsOf(2, 3) : runsOf(6, 20) },
    };
  },

  // The model of examples/omniglot.
  models: () => ({ omniglot: { kept: 'omniglot/whole', model: { latent: 32 } } }),

  measure: async ({ omniglot }, { published, practice }, { smoke }) => {
    const classified = async ({ runs }) => {
      const results = [];
      for (const run of runs) {
        const options = smoke ? quick : {};
        results.push(await classifyOneShot(omniglot, run, options));
      }
      return results;
    };
    const results = await classified(published);
    return {
      ...oneShotErrors(results),
      wrongByRun: results.map(({ wrong }) => wrong),
      drawings: results.reduce((sum, { images }) => sum + images, 0),
      ...named('practice', oneShotErrors(await classified(practice))),
    };
  },

  draw: async ({ omniglot }, { published }, { picture, smoke }) => {
    await picture('fits', await fitsSheet(omniglot, published.runs[0], smoke));
  },
});

function named(name, figures) {
  return Object.fromEntries(Object.entries(figures).map(([key, value]) => [`${name}.${key}`, value]));
}

/**
 * A row a drawing: itself | the right character's drawing | the tree of that one, bent to it | another character's drawing, the next
 * in the run | its tree, bent to it.
 */
async function fitsSheet(model, run, smoke) {
  const [asked, known] = [run.test, run.training];
  const items = Array.from({ length: Math.min(shown, asked.length) }, (_, i) => i);
  const right = items.map((item) => asked.labels[item]);
  const other = right.map((label) => (label + 1) % known.length);
  const pictures = (data, from) => from.map((item) => rasterOf(batchOf(data, [item]), data.imageShape));
  const columns = [
    pictures(asked, items),
    pictures(known, right),
    await bent(model, known, right, asked, items, smoke),
    pictures(known, other),
    await bent(model, known, other, asked, items, smoke),
  ];
  return imageGrid({ rows: items.map((_, row) => columns.map((column) => column[row])), scale: 2 });
}

/** The trees of some images, bent to others. */
async function bent(model, of, sources, to, targets, smoke) {
  const tensor = (data, items) => tf.tensor4d(batchOf(data, items), [items.length, ...data.imageShape]);
  const [images, goals] = [tensor(of, sources), tensor(to, targets)];
  try {
    const { trees } = await infer(model, images, { steps: smoke ? quick.infer : 50 });
    const found = await deform(model, trees, goals, smoke ? quick.deform : {});
    return found.map(({ drawing }) => rasterOf(drawing, to.imageShape));
  } finally {
    tf.dispose([images, goals]);
  }
}
