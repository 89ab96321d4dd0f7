// Scenes of objects with different statistics, digits and garments: how many, and which of two models draws each (paper, Discussion).
import { sceneSource } from '@rnp/datasets';
import { explainScenes } from '@rnp/scenes';
import { imageGrid, partColour } from '@rnp/viz';
import { experiment } from '@rnp-tools/experiment';
import * as tf from '@tensorflow/tfjs-core';

const scenes = { count: [0, 3], canvas: 80, length: 300 };
const looking = { windows: 6 };
const batch = 50;
const shown = 8;

await experiment(import.meta.url, {
  data: async ({ load }) => ({
    digits: await load('mnist', 'test'),
    garments: await load('fashion-mnist', 'test'),
  }),

  // Trained by the examples of these names, each on its own data alone.
  models: () => ({
    digits: { kept: 'mnist/mnist' },
    garments: { kept: 'fashion-mnist/fashion-mnist' },
  }),

  measure: async (models, data, { smoke }) => {
    const names = Object.values(data).map(({ name }) => name);
    const both = [models.digits, models.garments];
    const figures = {};
    for (const [name, explainedBy, of] of [
      ['together', both, Object.values(data)],
      ['digits', both, [data.digits]],
      ['garments', both, [data.garments]],
      // One model has to draw both kinds.
      ['together.byDigits', [models.digits], Object.values(data)],
      ['together.byGarments', [models.garments], Object.values(data)],
    ]) {
      const all = scenesOf(of, smoke);
      for (const [key, value] of Object.entries(await measured(explainedBy, all, names))) {
        figures[`${name}.${key}`] = value;
      }
    }
    return figures;
  },

  // Scenes of several objects, the first ones.
  draw: async (models, data, { smoke, picture }) => {
    const source = scenesOf(Object.values(data), smoke);
    const several = [...source.counts().keys()].filter((index) => smoke || source.counts()[index] > 1);
    const cells = [];
    await eachScene([models.digits, models.garments], source, several.slice(0, shown), (found, truth) => {
      cells.push(cellsOf(found, truth));
    });
    await picture('kinds', imageGrid({ rows: twoARow(cells), scale: 2, gap: 4 }));
  },
});

function scenesOf(sets, smoke) {
  return sceneSource(sets, { ...scenes, ...(smoke && { length: 1 }), seed: 2 });
}

/** The share of scenes counted right, that of the found objects told by their kind, and the squared error a scene. */
async function measured(models, source, names) {
  let [counted, error] = [0, 0];
  const told = [];
  await eachScene(models, source, [...source.counts().keys()], (found, truth) => {
    if (found.objects.length === truth.objects.length) counted++;
    error += found.squaredError;
    found.objects.forEach(({ model }, position) => {
      const own = objectBelow(found.owners, position, truth);
      if (own !== null) told.push(names[model] === own.source);
    });
  });
  return {
    counted: counted / source.length,
    ...(models.length > 1 && { kind: told.filter(Boolean).length / told.length }),
    ssePerScene: error / source.length,
  };
}

/** The true object of which a found one covers most pixels; null where it covers none. */
function objectBelow(owners, position, { objects }) {
  const covered = objects.map(({ visible }) =>
    owners.reduce((sum, owner, pixel) => sum + (owner === position + 1 ? visible[pixel] : 0), 0),
  );
  const most = Math.max(0, ...covered);
  return most === 0 ? null : objects[covered.indexOf(most)];
}

async function eachScene(models, source, indices, visit) {
  const [height, width, channels] = source.imageShape;
  for (let from = 0; from < indices.length; from += batch) {
    const some = indices.slice(from, from + batch);
    const values = Float32Array.from(source.images(some), (byte) => byte / 255);
    const canvases = tf.tensor4d(values, [some.length, height, width, channels]);
    const found = await explainScenes(models, canvases, looking);
    canvases.dispose();
    found.forEach((one, i) => {
      visit(one, source.scene(some[i]));
    });
  }
}

/** A scene as it is, as it is drawn, and with one colour for each kind. */
function cellsOf(found, truth) {
  const [height, width] = truth.imageShape;
  const grey = (data) => ({ width, height, channels: 1, data });
  const drawing = found.drawing.map((value) => Math.min(1, Math.max(0, value)));
  const coloured = Float32Array.from({ length: 3 * height * width }, (_, at) => {
    const pixel = Math.floor(at / 3);
    const owner = found.owners[pixel];
    return owner === 0 ? 0 : drawing[pixel] * partColour(found.objects[owner - 1].model)[at % 3];
  });
  return [
    grey(Float32Array.from(truth.image, (byte) => byte / 255)),
    grey(drawing),
    { width, height, channels: 3, data: coloured },
  ];
}

function twoARow(cells) {
  return cells.flatMap((cell, i) => (i % 2 === 0 ? [[...cell, ...(cells[i + 1] ?? [])]] : []));
}
