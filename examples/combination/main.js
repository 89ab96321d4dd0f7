// Programs put together: two z² to one, and the z² of one image with a z¹, a part, of another (Fig. 2E).
import { renderTree, replacePart } from '@rnp/recursive-decoder';
import { imageGrid } from '@rnp/viz';
import { experiment, programsOf, spread } from '@rnp-tools/experiment';
import * as tf from '@tensorflow/tfjs-core';

const pairs = 8;
const sources = ['mnist', 'omniglot'];

await experiment(import.meta.url, {
  data: async ({ load }) => ({
    mnist: await load('mnist', 'test'),
    omniglot: await load('omniglot', 'test'),
  }),

  // Trained by the examples of these names.
  models: () => ({
    mnist: { kept: 'mnist/whole' },
    omniglot: { kept: 'omniglot/whole', model: { latent: 32 } },
  }),

  // How much of a picture a borrowed part changes: mean squared difference per image, over the pairs that are drawn.
  measure: async (models, data) => {
    const figures = {};
    for (const source of sources) {
      const all = await combined(models[source], data[source]);
      figures[`${source}.blendedDistance`] = mean(all.map(({ a, blended }) => distance(a, blended)));
      figures[`${source}.borrowedDistance`] = mean(all.map(({ a, borrowed }) => distance(a, borrowed)));
    }
    return figures;
  },

  // Rows: two images as they are drawn, both programs in one, the first with a part of the second.
  draw: async (models, data, { picture }) => {
    for (const source of sources) {
      const all = await combined(models[source], data[source]);
      const rows = ['a', 'b', 'blended', 'borrowed'].map((row) => all.map((pair) => pair[row]));
      await picture(source, imageGrid({ rows, scale: 3 }));
    }
  },
});

/** Pairs of neighbours in a spread over the classes, with what comes of them. */
async function combined(model, data) {
  const programs = programsOf(model, data, spread(data, 2 * pairs));
  const trees = await model.parsePrograms(programs);
  const [height, width] = data.imageShape;
  const drawn = (tree) => renderTree(tree, { height, width });
  const all = [];
  for (let i = 0; i < trees.length - 1; i += 2) {
    const [a, b] = [trees[i], trees[i + 1]];
    const blend = tf.tidy(() => model.blend(tf.slice(programs, [i, 0], [2, -1])));
    const [blended] = await model.parsePrograms(blend);
    blend.dispose();
    // The first part of the one in the place of the first part of the other.
    const borrowed = replacePart(a, [0], b.root.children[0]);
    all.push({ a: drawn(a), b: drawn(b), blended: drawn(blended), borrowed: drawn(borrowed) });
  }
  programs.dispose();
  return all;
}

function distance(one, other) {
  return one.data.reduce((sum, value, i) => sum + (value - other.data[i]) ** 2, 0);
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
