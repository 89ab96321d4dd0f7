// From one cluster of programs to another in a straight line: programs of digits (z²) and of their parts (z¹), each run by
// the same hypernetworks (Fig. 2D).

import { kMeans } from '@rnp/analysis';
import { lowerLevels } from '@rnp/vae';
import { interpolationFigure } from '@rnp/viz';
import { experiment, picturesOf, programsOf } from '@rnp-tools/experiment';
import * as tf from '@tensorflow/tfjs-core';

const images = 1000;
const clusters = 8;
const rows = 5;
const frames = 11;
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

  // Is the way smooth? The largest change between neighbouring pictures, as a share of all change along the way: 0.1 if even.
  measure: async (models, data, { seed }) => {
    const figures = {};
    for (const source of sources) {
      for (const [level, ways] of Object.entries(await waysOf(models[source], data[source], seed))) {
        figures[`${source}.${level}.largestStep`] = mean(ways.map(largestStep));
      }
    }
    return figures;
  },

  draw: async (models, data, { picture, seed }) => {
    for (const source of sources) {
      for (const [level, ways] of Object.entries(await waysOf(models[source], data[source], seed))) {
        await picture(`${source}-${level}`, interpolationFigure(ways, { scale: 2 }));
      }
    }
  },
});

/** Pictures along the ways between centres of clusters: `z2` of whole images, `z1` of parts, drawn with one level less. */
async function waysOf(model, data, seed) {
  const items = Array.from({ length: Math.min(images, data.length) }, (_, i) => i);
  const programs = programsOf(model, data, items);
  const trees = await model.parsePrograms(programs);
  programs.dispose();
  const z2 = trees.map(({ root }) => root.program);
  const z1 = trees.flatMap(({ root }) => root.children.map(({ program }) => program));
  const parts = lowerLevels(model, model.config.childrenPerLevel.length - 1, { encoder: 'kept' });
  try {
    return { z2: await ways(model, centres(z2, seed)), z1: await ways(parts, centres(z1, seed)) };
  } finally {
    parts.dispose();
  }
}

async function ways(model, ends) {
  const all = [];
  for (let row = 0; row < rows; row++) {
    const [from, to] = [ends[row], ends[row + 1]].map((end) => tf.tensor2d([end]));
    const line = model.interpolate(from, to, frames);
    all.push(await picturesOf(model, line));
    tf.dispose([from, to, line]);
  }
  return all;
}

function centres(points, seed) {
  return kMeans(points, { clusters, seed }).centres;
}

function largestStep(pictures) {
  const steps = pictures.slice(1).map(({ data }, i) => Math.sqrt(distance(data, pictures[i].data)));
  return Math.max(...steps) / steps.reduce((sum, step) => sum + step, 0);
}

function distance(a, b) {
  return a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
