// What is in the space of programs: do whole images (z²) and their parts (z¹) lie apart in it, and what do programs know of
// labels that nobody told them (Fig. 2B, 2C).

import {
  clusterAccuracy,
  clusterPurity,
  heldOut,
  kMeans,
  linearProbe,
  medoids,
  tsne,
  umap,
} from '@rnp/analysis';
import { lowerLevels } from '@rnp/vae';
import { imageGrid, latentMapSvg } from '@rnp/viz';
import { experiment, picturesOf, programsOf } from '@rnp-tools/experiment';
import * as tf from '@tensorflow/tfjs-core';

/** Of each level on the maps, and to tell levels apart. */
const perLevel = 1000;
/** To learn digits from; all images of the test split are held out. */
const toLearnFrom = 10_000;
const pictures = 12;
const batch = 250;

await experiment(import.meta.url, {
  data: async ({ load }) => ({ train: await load('mnist', 'train'), test: await load('mnist', 'test') }),

  // Kept by the examples of these names.
  models: () => ({
    mnist: { kept: 'mnist/mnist' },
    omniglot: { kept: 'omniglot/omniglot', model: { latent: 32 } },
  }),

  measure: async ({ mnist }, { train, test }, { seed }) => {
    const known = {
      points: await wholes(mnist, train, toLearnFrom),
      labels: first(train.labels, toLearnFrom),
    };
    const held = { points: await wholes(mnist, test, test.length), labels: test.labels };
    const { points, labels } = await bothLevels(mnist, test);
    const levels = heldOut({ points, labels }, { seed });
    const clusters = (count) => kMeans(held.points, { clusters: count, seed }).clusters;
    return {
      'levels.linearProbe': linearProbe(levels.train, levels.test).accuracy,
      'digits.linearProbe': linearProbe(known, held).accuracy,
      // As many clusters as digits, each digit's own; and as many as the paper's figure shows.
      'digits.clusterAccuracy': clusterAccuracy(clusters(10), held.labels),
      'digits.clusterPurity40': clusterPurity(clusters(Math.min(40, test.length)), held.labels),
    };
  },

  draw: async ({ mnist, omniglot }, { test }, { picture, drawing, seed }) => {
    const both = await bothLevels(mnist, test);
    const thumbnails = await clusterPictures(mnist, both, seed);
    const write = (name, title, map) => drawing(name, latentMapSvg(map, { title }));
    for (const [name, method] of Object.entries({ tsne, umap })) {
      const { places } = await method(both.points, { seed });
      await write(`${name}-levels`, `Programs of digits and of their parts, ${name}`, {
        points: places,
        groups: both.labels,
        groupNames: ['z², whole digits', 'z¹, parts'],
        thumbnails: thumbnails.map(({ item, raster }) => ({
          at: places[item],
          raster,
          group: both.labels[item],
        })),
      });
    }
    const digits = await wholes(mnist, test, 2 * perLevel);
    await write('tsne-digits', 'Programs of digits, coloured by what they show, tsne', {
      points: (await tsne(digits, { seed })).places,
      groups: first(test.labels, 2 * perLevel),
      groupNames: test.classNames ?? [],
    });
    for (const [level, rows] of Object.entries(await sampledClusters(omniglot, seed))) {
      await picture(`clusters-${level}`, imageGrid({ rows, scale: 2, gap: 6 }));
    }
  },
});

/** z² of the first images, [n][z]. */
async function wholes(model, data, count) {
  const all = [];
  for (let start = 0; start < Math.min(count, data.length); start += batch) {
    const items = range(Math.min(batch, data.length - start, count - start), start);
    const programs = programsOf(model, data, items);
    all.push(...(await programs.array()));
    programs.dispose();
  }
  return all;
}

/** z² and z¹ of the same number of images, labels 0 and 1. An image gives one of its parts, so that no two are of one image. */
async function bothLevels(model, data) {
  const z2 = await wholes(model, data, 2 * perLevel);
  const half = Math.floor(z2.length / 2);
  const trees = await treesOf(model, z2.slice(half));
  const z1 = trees.map(({ root }, i) => root.children[i % root.children.length].program);
  const points = [...z2.slice(0, half), ...z1];
  return { points, labels: points.map((_, i) => (i < half ? 0 : 1)) };
}

/** One picture per cluster of each level: what the program nearest to its centre draws. */
async function clusterPictures(model, { points, labels }, seed) {
  const all = [];
  for (const level of [0, 1]) {
    const items = range(points.length).filter((item) => labels[item] === level);
    const members = items.map((item) => points[item]);
    const clustering = kMeans(members, { clusters: Math.min(pictures, members.length), seed });
    const shown = medoids(members, clustering).filter((member) => member !== null);
    const rasters = await drawn(
      model,
      level,
      shown.map((member) => members[member]),
    );
    all.push(...shown.map((member, i) => ({ item: items[member], raster: rasters[i] })));
  }
  return all;
}

/** Clusters of programs drawn from the prior, and of the parts they make: a row each, its members nearest to the centre. */
async function sampledClusters(model, seed) {
  const prior = model.samplePrior(400, seed);
  const z2 = await prior.array();
  prior.dispose();
  const trees = await treesOf(model, z2);
  const z1 = trees.map(({ root }, i) => root.children[i % root.children.length].program);
  const rows = {};
  for (const [level, points] of [z2, z1].entries()) {
    const { clusters, centres } = kMeans(points, { clusters: 8, seed });
    rows[level === 0 ? 'z2' : 'z1'] = [];
    for (const [cluster, centre] of centres.entries()) {
      const members = points.filter((_, i) => clusters[i] === cluster);
      members.sort((a, b) => distance(a, centre) - distance(b, centre));
      rows[level === 0 ? 'z2' : 'z1'].push(await drawn(model, level, members.slice(0, 10)));
    }
  }
  return rows;
}

/** What programs draw: of level 0 here with the whole model, of level 1 with one depth less, on a canvas of their own. */
async function drawn(model, level, programs) {
  const depth = model.config.childrenPerLevel.length;
  const runs = level === 0 ? model : lowerLevels(model, depth - level, { encoder: 'kept' });
  const tensor = tf.tensor2d(programs);
  try {
    return await picturesOf(runs, tensor);
  } finally {
    tensor.dispose();
    if (runs !== model) runs.dispose();
  }
}

async function treesOf(model, programs) {
  const trees = [];
  for (let start = 0; start < programs.length; start += batch) {
    const tensor = tf.tensor2d(programs.slice(start, start + batch));
    trees.push(...(await model.parsePrograms(tensor)));
    tensor.dispose();
  }
  return trees;
}

function distance(a, b) {
  return a.reduce((sum, value, d) => sum + (value - b[d]) ** 2, 0);
}

function first(labels, count) {
  return Array.from(labels.slice(0, count));
}

function range(count, start = 0) {
  return Array.from({ length: count }, (_, i) => start + i);
}
