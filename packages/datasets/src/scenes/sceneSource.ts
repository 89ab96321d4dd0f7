// n scenes, h height, w width of the canvas, c channels
import { RnpError, shown } from '@rnp/errors';
import { check, requireDataset } from '../checks.js';
import type { Dataset, Recipe } from '../dataset.js';
import { recipeOf } from '../derived/recipe.js';
import { generatorOf } from '../generator.js';
import { epochOrder } from '../order.js';
import type { BatchSource } from '../trainingData.js';
import { drawGround } from './drawGround.js';
import { composite, drawObject } from './drawObject.js';
import { inkSource } from './ink.js';
import { countOf, type Placement, placeObjects, requireFit, tooFull } from './placeObjects.js';
import type { Scene } from './scene.js';
import { readScenesOptions, type SceneSettings, type ScenesOptions } from './scenesOptions.js';
import { truthOf } from './truthOf.js';

/** See `Recipe`. */
export const scenesVersion = 1;

/** Scenes that are made when they are asked for: the same index gives the same scene. */
export interface SceneSource extends BatchSource {
  /** The scenes at these positions, 0 to length − 1: n·h·w·c bytes, as in a `Dataset`. */
  images(indices: ArrayLike<number>): Uint8Array<ArrayBuffer>;
  /** How many objects the scenes have, [length], without any being drawn. */
  counts(): Uint8Array;
  /** The truth about one of them. Neither `batch` nor `images` makes it. */
  scene(index: number): Scene;
  readonly recipe: Recipe;
}

/**
 * Scenes made of one data set or of several, which take part equally: objects placed by known affine maps on a canvas. Nothing is
 * stored, so `length` costs no memory. Take `scenes` where a `Dataset` is wanted.
 *
 * The objects of a scene do not depend on its background: scenes of two sources that differ in `background` alone have the same
 * ones.
 *
 * @param sources grey or in colour, light on black, all of one split; ink of a grey one is grey in colour
 * @returns a source of [h, w, c] images, as `train` of @rnp/vae takes it; `images`, `scene` and `batch` throw RnpError
 *   `RNP_CONFIG` for positions that there are not
 * @throws RnpError `RNP_CONFIG` for an option out of range, naming it, and where the objects find no room on the canvas
 * @example
 * const source = sceneSource([await embeddedDigits({ split: 'train' })], { count: [0, 3], canvas: 64, seed: 1 });
 * source.scene(7).objects.length; // 0 to 3
 */
export function sceneSource(sources: readonly Dataset[], options: ScenesOptions = {}): SceneSource {
  requireSources(sources);
  const settings = readScenesOptions(options);
  const inked = sources.map(inkSource);
  requireFit(inked, settings);
  const c = Math.max(...sources.map(({ imageShape }) => imageShape[2]));
  // Scenes of the splits never share numbers.
  const part = sources[0]!.split === 'test' ? 1 : 0;
  const random = (index: number, what: 0 | 1): ReturnType<typeof generatorOf> =>
    generatorOf(settings.seed, 4 * index + 2 * part + what);
  const placed = (index: number, count?: number): readonly Placement[] => {
    const own = random(index, 0);
    const drawn = countOf(settings, own);
    const objects = placeObjects(inked, settings, own, count ?? drawn);
    if (objects === null) throw tooFull(settings);
    return objects;
  };
  for (let i = 0; i < trialScenes; i++) placed(trialsFrom + i, settings.count[1]);
  const [h, w] = settings.canvas;
  const size = h * w * c;
  const [canvas, layer] = [new Float32Array(size), new Float32Array(size)];
  const draw = (index: number): void => {
    drawGround(inked, settings, random(index, 1), canvas, c);
    for (const object of placed(index)) {
      composite(canvas, layer, drawObject(object, settings.canvas, c, layer), settings, c);
    }
  };
  const images = (indices: ArrayLike<number>): Uint8Array<ArrayBuffer> => {
    check.array('indices', indices);
    const bytes = new Uint8Array(indices.length * size);
    for (let item = 0; item < indices.length; item++) {
      requireScene(`indices[${item}]`, indices[item]!, settings);
      draw(indices[item]!);
      for (let at = 0; at < size; at++) bytes[item * size + at] = Math.round(255 * canvas[at]!);
    }
    return bytes;
  };
  const order = epochOrder();
  return {
    imageShape: [h, w, c],
    length: settings.length,
    images,
    counts: () =>
      Uint8Array.from({ length: settings.length }, (_, index) => countOf(settings, random(index, 0))),
    scene: (index) => {
      requireScene('index', index, settings);
      const ground = new Float32Array(size);
      drawGround(inked, settings, random(index, 1), ground, c);
      return truthOf(placed(index), ground, settings, c);
    },
    batch: (request) => {
      check.options('request', request, ['step', 'batchSize', 'seed']);
      const { step, batchSize, seed } = request;
      const bytes = images(order(settings.length, batchSize, seed, step));
      const values = new Float32Array(bytes.length);
      for (let at = 0; at < bytes.length; at++) values[at] = bytes[at]! / 255;
      return values;
    },
    recipe: recipeOf('scenes', scenesVersion, { ...settings }, sources),
  };
}

/** So many of the fullest scenes are tried at once: who asks for too much is told before anything is made. */
const trialScenes = 32;
/** Their numbers lie above those of scenes. */
const trialsFrom = 2 ** 45;

function requireScene(path: string, index: number, { length }: SceneSettings): void {
  check.wholeNumber(path, index, 0, length - 1);
}

/** @throws RnpError `RNP_CONFIG` for what no scenes are made of */
function requireSources(sources: readonly Dataset[]): void {
  check.list('sources', sources, (path, source) => requireDataset(source as Dataset, path));
  const refused = (complaint: string, path = 'sources'): RnpError =>
    new RnpError('RNP_CONFIG', complaint, { path });
  const [first] = sources;
  if (first === undefined) throw refused('must have a data set at least');
  sources.forEach(({ name, split, imageShape }, i) => {
    if (split !== first.split) {
      throw refused(
        `are of several splits, ${shown(first.split)} and ${shown(split)}; give one split of each`,
      );
    }
    if (imageShape[2] === 1 || imageShape[2] === 3) return;
    throw refused(`${name} has ${imageShape[2]} channels; scenes have 1 or 3`, `sources[${i}]`);
  });
}
