import { measureScenes, scenesFigure, worstScenes } from '@rnp/runs/explain';

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
    // Purity is 1 where a single part draws everything: these two tell.
    objectParts: of.count02.parts,
    'objectParts.subparts': of.count02.subparts,
  };
}

/** The same scenes by a model of another depth; null where it is not there. */
export async function figuresOfDepth(model, kind) {
  const of = model === undefined ? null : await measured(model, kind);
  return {
    count02: of?.counted ?? null,
    figureSse: of === null ? null : sum(of.figures) / of.figures.length,
    objectPurity: of?.purity ?? null,
    objectParts: of?.parts ?? null,
  };
}

/** What `measureScenes` says of all scenes; of each scene the squared error of its figure. */
async function measured(model, { source, looking }) {
  const figures = [];
  const { counts, foregroundAri, groundDrawn, purity, effectiveChildren } = await measureScenes(
    model,
    source,
    {
      ...looking,
      onScene: ({ figureSse }) => figures.push(figureSse),
    },
  );
  return {
    counted: counts.accuracy,
    ari: foregroundAri,
    groundDrawn,
    purity: purity?.[0] ?? null,
    subpartPurity: purity?.[1] ?? null,
    parts: effectiveChildren?.[0] ?? null,
    subparts: effectiveChildren?.[1] ?? null,
    figures,
  };
}

function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

/** Pictures: the first scenes, and the worst twenty of those that were measured, those that are counted wrong first. */
export async function failuresOf(model, scenes) {
  const all = [];
  for (const name of ['count03', 'ari']) {
    const { source, looking } = scenes[name];
    await measureScenes(model, source, { ...looking, onScene: (scene) => all.push(scene) });
  }
  const shown = { perRow: 4, masks: false };
  return { some: scenesFigure(all.slice(0, 8), shown), worst: scenesFigure(worstScenes(all, 20), shown) };
}
