// h height, w width
import { figureGroundSse, foregroundAri } from '@rnp/analysis';
import { parseMetrics } from '@rnp/recursive-decoder';
import { explainScenes } from '@rnp/scenes';
import * as tf from '@tensorflow/tfjs-core';
import { canvasesOf } from './objects.js';
import { sceneRows } from './pictures.js';

const batch = 100;

/**
 * Figures of each model, as lists over models; null for one that is not there.
 *
 * @param {(object | undefined)[]} models
 * @param {Record<string, { source: object, looking: object }>} scenes by name, and the options that they are explained with
 */
export async function figuresOf(models, scenes) {
  const rows = [];
  for (const model of models) rows.push(model === undefined ? null : await figuresOfOne(model, scenes));
  const names = Object.keys(rows.find((row) => row !== null));
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => row?.[name] ?? null)]));
}

async function figuresOfOne(model, scenes) {
  const of = {};
  for (const [name, kind] of Object.entries(scenes)) of[name] = await measured(model, kind);
  // Scenes that differ in their background alone: the same objects at the same places.
  const overPlain = ({ figures }) => sum(figures) / sum(of.count02.figures.slice(0, figures.length));
  return {
    count02: of.count02.counted,
    'count02.ari': of.count02.ari,
    'count02.figureSse': sum(of.count02.figures) / of.count02.figures.length,
    count03: of.count03.counted,
    extrapolated: of.extrapolated.counted,
    ari: of.ari.ari,
    'ari.counted': of.ari.counted,
    'clutter.count': of.clutter.counted,
    'clutter.figureRatio': overPlain(of.clutter),
    'texture.count': of.texture.counted,
    'clutter.groundDrawn': of.clutter.groundDrawn,
    'texture.figureRatio': overPlain(of.texture),
    'texture.groundDrawn': of.texture.groundDrawn,
    objectPurity: of.count02.purity,
    'objectPurity.subparts': of.count02.subpartPurity,
  };
}

/** The same scenes by a model of another depth; null where it is not there. */
export async function figuresOfDepth(model, kind) {
  const of = model === undefined ? null : await measured(model, kind);
  return {
    count02: of?.counted ?? null,
    figureSse: of === null ? null : sum(of.figures) / of.figures.length,
    objectPurity: of?.purity ?? null,
  };
}

/**
 * Of all scenes: the share that is counted right, the mean ARI where there are several objects, the share of the ground's ink that objects
 * draw, and purity within what was found; of each scene the squared error of its figure.
 */
async function measured(model, kind) {
  const figures = [];
  const aris = [];
  const programs = [];
  const ground = { ink: 0, drawn: 0 };
  let right = 0;
  await eachScene(model, kind, (found, truth) => {
    if (found.objects.length === truth.objects.length) right++;
    if (truth.objects.length > 1) aris.push(foregroundAri(found.owners, truth.owners));
    const image = Float32Array.from(truth.image, (byte) => byte / 255);
    figures.push(figureGroundSse(image, found.drawing, truth.owners).figure);
    truth.owners.forEach((owner, pixel) => {
      if (owner > 0) return;
      ground.ink += image[pixel];
      ground.drawn += Math.min(image[pixel], found.drawing[pixel] - found.ground[pixel]);
    });
    programs.push(...found.objects.map(({ tree }) => tree.root.program));
  });
  const purity = await purityOf(model, programs);
  return {
    counted: right / kind.source.length,
    ari: aris.length === 0 ? null : sum(aris) / aris.length,
    groundDrawn: ground.ink > 0 ? ground.drawn / ground.ink : null,
    purity: purity[0],
    subpartPurity: purity[1],
    figures,
  };
}

/** How the ink of objects is divided among their parts, and that of parts among theirs; null where nothing was found. */
async function purityOf(model, programs) {
  if (programs.length === 0) return [null, null];
  const tallies = [];
  for (let from = 0; from < programs.length; from += batch) {
    const some = tf.tensor2d(programs.slice(from, from + batch));
    tallies.push(await model.tallyPrograms(some));
    some.dispose();
  }
  return parseMetrics(tallies).purity;
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

async function eachScene(model, { source, looking }, visit) {
  for (let from = 0; from < source.length; from += batch) {
    const to = Math.min(source.length, from + batch);
    const canvases = canvasesOf(source, from, to);
    const found = await explainScenes(model, canvases, looking);
    canvases.dispose();
    found.forEach((one, i) => {
      visit(one, source.scene(from + i), from + i);
    });
  }
}

/** Pictures: the first scenes, and the worst twenty of those that were measured, those that are counted wrong first. */
export async function failuresOf(model, scenes) {
  const all = [];
  for (const name of ['count03', 'ari']) {
    await eachScene(model, scenes[name], (found, truth) => {
      all.push({ found, truth, wrong: Math.abs(found.objects.length - truth.objects.length) });
    });
  }
  const worst = [...all].sort((a, b) => b.wrong - a.wrong || b.found.squaredError - a.found.squaredError);
  return { some: sceneRows(all.slice(0, 8)), worst: sceneRows(worst.slice(0, 20)) };
}
