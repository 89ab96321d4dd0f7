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
import { batchOf } from '@rnp/datasets';
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
    mnist: { kept: 'mnist/whole' },
    omniglot: { kept: 'omniglot/whole', model: { latent: 32 } },
  }),

  measure: async ({ mnist }, { train, test }, { seed }) => {
    const known = {
      points: await wholes(mnist, train, toLearnFrom),
      labels: first(train.labels, toLearnFrom),
    };
    const held = { points: await wholes(mnist, test, test.length), labels: test.labels };
    const { points, labels } = await bothLevels(mnist, test);
    const levels = heldOut({ points, labels }, { seed });
    const many = kMeans(held.points, { clusters: Math.min(40, test.length), seed }).clusters;
    const spaces = [pixelsOf(test), held.points, ...Object.values(await statesBelow(mnist, held.points))];
    const ten = await tenClusters(spaces, held.labels, seed);
    return {
      'levels.linearProbe': linearProbe(levels.train, levels.test).accuracy,
      'digits.linearProbe': linearProbe(known, held).accuracy,
      // As many clusters as digits, each digit's own: of z⁰ on their map, and of pixels, z², z¹ and z⁰, in their space and on it.
      clusterAccuracy: ten.onMap.at(-1),
      'digits.clusterAccuracies': ten.inSpace,
      'digits.clusterAccuraciesOnMap': ten.onMap,
      // As many as the paper's figure shows.
      'digits.clusterPurity40': clusterPurity(many, held.labels),
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
    const { z0 } = await statesBelow(mnist, digits);
    const shown = { groups: first(test.labels, digits.length), groupNames: test.classNames ?? [] };
    await write('tsne-digits', 'Programs of digits, coloured by what they show, tsne', {
      points: (await tsne(digits, { seed })).places,
      ...shown,
    });
    await write('umap-digits', 'Programs of the subparts of digits, coloured by what they show, umap', {
      points: await mapped(z0, seed),
      ...shown,
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

/** The states of the parts (z¹) and of the subparts (z⁰) that programs make, one after another in the order they are drawn, [n][·]. */
async function statesBelow(model, programs) {
  const [z1, z0] = [[], []];
  for (let start = 0; start < programs.length; start += batch) {
    for (const { root } of await treesOf(model, programs.slice(start, start + batch))) {
      z1.push(root.children.flatMap(({ program }) => program));
      z0.push(root.children.flatMap(({ children }) => children.flatMap(({ program }) => program)));
    }
  }
  return { z1, z0 };
}

/** How well ten clusters of each space agree with ten digits that they know nothing of: k-means there, and on a map of it. */
async function tenClusters(spaces, labels, seed) {
  const agreement = (points) => clusterAccuracy(kMeans(points, { clusters: 10, seed }).clusters, labels);
  const onMap = [];
  for (const points of spaces) onMap.push(agreement(await mapped(points, seed)));
  return { inSpace: spaces.map(agreement), onMap };
}

/** Places on a UMAP on which neighbours may meet: clusters are told apart, not points. */
async function mapped(points, seed) {
  return (await umap(points, { seed, minDistance: 0 })).places;
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

/** [n][h·w·c] */
function pixelsOf(data) {
  return range(data.length).map((item) => batchOf(data, [item]));
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
