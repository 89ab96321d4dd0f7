// How far pixels, states and actions are from what is said of them, learned level by level (variational EM), beside precisions that were set:
// does the model find digits it has not seen more probable with those, and does inference draw them better?
import { batchOf, sequentialBatches, subset } from '@rnp/datasets';
import { rasterOf } from '@rnp/runs/explain';
import { evaluate, learnPrecisions, sampleTrees } from '@rnp/vae';
import { imageGrid } from '@rnp/viz';
import { experiment, stepsOf } from '@rnp-tools/experiment';
import * as tf from '@tensorflow/tfjs-core';

/** The first images of each split: learning infers each of its own once a round. */
const images = { train: 300, test: 1000 };
/** What is learned; the rest stays as it is set. */
const kinds = { pixels: ['pixels'], all: ['pixels', 'states', 'actions'] };
/** Those of `treeBounds`, whose ratios `infer` has, too. */
const fixed = { pixels: 10, top: 1, states: 1, actions: 1 };

await experiment(import.meta.url, {
  data: async ({ load }) => {
    const first = async (split) => {
      const data = await load('mnist', split);
      return subset(data, 0, Math.min(images[split], data.length));
    };
    return { train: await first('train'), test: await first('test') };
  },

  // Trained by the example of this name.
  models: () => ({ mnist: { kept: 'mnist/mnist' } }),

  measure: async ({ mnist }, { train, test }, lab) => {
    const figures = await measured('fixed', mnist, test, lab);
    for (const [name, learned] of Object.entries(kinds)) {
      const rounds = [];
      mnist.precisions = await learnedOf(mnist, train, learned, lab, (bound) => rounds.push(bound.total));
      Object.assign(figures, await measured(name, mnist, test, lab), {
        [`${name}.rounds`]: rounds,
        [`${name}.deviations`]: deviationsOf(mnist.precisions),
      });
    }
    return figures;
  },

  // A row of what programs alone draw, one with children as far from them as was set, one as was learned.
  draw: async ({ mnist }, _, { picture }) => {
    const rows = [];
    for (const how of [{ noise: 0 }, { precisions: fixed }, {}]) {
      const row = [];
      for await (const { drawing, tree } of sampleTrees(mnist, { count: 12, seed: 7, ...how }))
        row.push(rasterOf(drawing, tree.imageShape));
      rows.push(row);
    }
    await picture('samples', imageGrid({ rows, scale: 2, gap: 4 }));
  },
});

/** Of digits held out, with the model's precisions: the bound in nats, by its terms, and what inference draws. */
async function measured(name, model, test, lab) {
  const { ssePerImage, parse, bound } = await evaluate(model, sequentialBatches(test), {
    inferred: { steps: stepsOf(lab) },
    bound: {},
  });
  const found = {
    ssePerImage,
    purity: parse.purity,
    bound: bound.total,
    'bound.pixels': bound.pixels,
    'bound.kl': [bound.top, ...bound.states, ...bound.actions],
  };
  return Object.fromEntries(Object.entries(found).map(([key, value]) => [`${name}.${key}`, value]));
}

async function learnedOf(model, train, learned, lab, onBound) {
  const pixels = batchOf(
    train,
    Array.from({ length: train.length }, (_, item) => item),
  );
  const seen = tf.tensor4d(pixels, [train.length, ...train.imageShape]);
  try {
    return await learnPrecisions(model, seen, {
      steps: stepsOf(lab),
      rounds: lab.smoke ? 1 : 10,
      learned,
      onProgress: ({ bound }) => onBound(bound),
    });
  } finally {
    seen.dispose();
  }
}

/** 1/√π: of a pixel, of states level by level, of actions likewise. */
function deviationsOf({ pixels, states, actions }) {
  return [pixels, states, actions].flat().map((precision) => 1 / Math.sqrt(precision));
}
