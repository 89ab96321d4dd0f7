// n scenes, h height, w width of the canvas, c channels
import type { Rnp } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { attempt } from './attempt.js';
import { requireCanvases } from './canvases.js';
import type { SceneExplanation } from './explained.js';
import { figureAndGround, type Scenes, scenesAt } from './ground.js';
import { type ObjectModels, objectModels } from './objectModels.js';
import { requireSide, type SceneOptions, type SceneSettings, sceneSettings } from './sceneOptions.js';
import type { Beginning } from './search.js';
import { type Work, workOf } from './work.js';

/** A scene of which more than this share of the squared ink is missed is tried again. */
const badShare = 0.15;

/** The first place, and about it where objects that overlap may have their middles, in shares of a frame's side. */
const beginnings: readonly Beginning[] = Object.freeze([
  null,
  ...[0, 4, 2, 6, 1, 5, 3, 7].map((eighth) => {
    const angle = (eighth * Math.PI) / 4;
    return [0.2 * Math.cos(angle), 0.2 * Math.sin(angle)] as const;
  }),
]);

/**
 * Explains scenes with several objects, or none: one program of the model for each object that is there. It looks at what is left over, adds
 * one object after another while each saves more energy than its cost, looks at all of them again, each without what the others
 * explain, and takes away those that are no longer needed. Number and places of objects are found; nothing was told of them in
 * training: the model is one of single objects (paper, Discussion: "multiple objects").
 *
 * @param model of images that show one object each, as `objectImages` takes from scenes; or several models of objects with different
 *   statistics, such as digits and garments (paper, Discussion), of images of one shape: each object is a program of the one that
 *   explains it best
 * @param canvases [n, h, w, c] in [0, 1], light on black; any height and width
 * @throws RnpError RNP_CONFIG for another kind of model, models of images of several shapes, and options out of range, also a
 *   `side` of more than 3 times the canvases'; RNP_IMAGES for
 *   what is no tensor of canvases with the models' channels, and for values out of [0, 1]; RNP_WEIGHTS once a model has been disposed of;
 *   RNP_DIVERGED; the signal's reason. No tensor is left then
 * @example
 * const [scene] = await explainScenes(model, canvases, { maxObjects: 3 });
 * scene.objects.map(({ frame, tree }) => [frame.x, frame.y, tree.root.children.length]);
 */
export async function explainScenes(
  model: Rnp | readonly Rnp[],
  canvases: tf.Tensor4D,
  options: SceneOptions = {},
): Promise<SceneExplanation[]> {
  const models = objectModels(model);
  const { imageShape } = models[0].network;
  const settings = sceneSettings(imageShape, options);
  const work = workOf(options, settings.beginnings * looksOf(settings));
  await requireCanvases(canvases, imageShape[2]);
  requireSide(settings, [canvases.shape[1], canvases.shape[2]]);
  const scenes = figureAndGround(canvases, settings);
  try {
    return await bestOfAttempts(models, scenes, settings, work);
  } finally {
    tf.dispose([scenes.figure, scenes.ground]);
  }
}

async function bestOfAttempts(
  models: ObjectModels,
  scenes: Scenes,
  settings: SceneSettings,
  work: Work,
): Promise<SceneExplanation[]> {
  const squaredInk = await squaredInkOf(scenes.figure);
  const found = await attempt(models, scenes, settings, null, work);
  for (let tried = 1; tried < settings.beginnings; tried++) {
    const rows = [...found.keys()].filter((row) => found[row]!.squaredError > badShare * squaredInk[row]!);
    if (rows.length === 0) {
      work.fewer((settings.beginnings - tried) * looksOf(settings));
      break;
    }
    const those = scenesAt(scenes, rows);
    try {
      const others = await attempt(models, those, settings, beginnings[tried]!, work);
      rows.forEach((row, i) => {
        if (energyOf(others[i]!, settings) < energyOf(found[row]!, settings)) found[row] = others[i]!;
      });
    } finally {
      tf.dispose([those.figure, those.ground]);
    }
  }
  return found;
}

/** The most looks of one attempt: each object is found, and looked at again. */
function looksOf({ maxObjects, rounds }: SceneSettings): number {
  return maxObjects * (1 + rounds);
}

/** What explanations of one scene are compared by: half of the squared error, and the costs of its objects. */
function energyOf({ squaredError, objects }: SceneExplanation, { cost }: SceneSettings): number {
  return squaredError / 2 + cost * objects.length;
}

/** Of each canvas. */
async function squaredInkOf(canvases: tf.Tensor4D): Promise<ArrayLike<number>> {
  const sums = tf.tidy(() => tf.sum(tf.square(canvases), [1, 2, 3]));
  return sums.data().finally(() => sums.dispose());
}
