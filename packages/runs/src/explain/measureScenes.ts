// n scenes, h height, w width, c channels
import type * as analysis from '@rnp/analysis';
import type { Scene } from '@rnp/datasets';
import { type ParseTally, parseMetrics } from '@rnp/recursive-decoder';
import { explainScenes, type SceneExplanation, type SceneOptions } from '@rnp/scenes';
import type { Rnp } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { check, isCount, refused } from '../checks.js';
import { isParted } from '../models/modelLooks.js';

/** Scenes of which all is known, such as a `SceneSource` of @rnp/datasets. */
export interface KnownScenes {
  readonly length: number;
  /** The truth about one of them. */
  scene(index: number): Scene;
}

/** How `measureScenes` explains and measures; `onProgress` is told of scenes. */
export interface MeasureScenesOptions extends SceneOptions {
  /** Largest number of scenes, from the first. Default: all. */
  readonly limit?: number;
  /** Called with each scene, in order. */
  readonly onScene?: (scene: MeasuredScene) => void;
}

/** One scene, what was found in it, and what is there. */
export interface MeasuredScene {
  readonly index: number;
  readonly found: SceneExplanation;
  readonly truth: Scene;
  /** Squared error over the pixels of the true objects. */
  readonly figureSse: number;
  /** The same over all other pixels. */
  readonly groundSse: number;
  /** Of the pixels of the true objects; null for a scene of fewer than two. */
  readonly foregroundAri: number | null;
  /** The mean over the true objects; null where there are none. */
  readonly objectIou: number | null;
}

/** How well scenes were explained. Plain JSON. */
export interface SceneMeasures {
  readonly scenes: number;
  /** How well objects were counted, in all and for each true number. */
  readonly counts: analysis.CountAccuracy;
  /** Adjusted Rand index of the pixels of true objects, a mean over scenes of several; null where there are none. */
  readonly foregroundAri: number | null;
  /** Intersection over union of each true object with what was found of it, a mean over objects; null where there are none. */
  readonly objectIou: number | null;
  /** Squared error over the pixels of true objects, a mean over scenes. */
  readonly figureSse: number;
  /** The same over all other pixels. */
  readonly groundSse: number;
  /** The share of the ground's light beside true objects, their faint edges left out, that found ones draw; null where it is black. */
  readonly groundDrawn: number | null;
  /** How the ink of found objects is divided among the parts that their programs draw, top level first; null where none was found. */
  readonly purity: readonly number[] | null;
  /** As `purity`. */
  readonly effectiveChildren: readonly number[] | null;
}

/** Of a batch: canvases of this many pixels in all, and this many scenes. Larger ones take more memory, and no less time. */
const [maxPixels, maxBatch] = [2 ** 19, 100];

/**
 * Explains scenes (`explainScenes` of @rnp/scenes) and compares what is found with the truth.
 *
 * @param model of single objects
 * @throws RnpError RNP_CONFIG for options out of range; RnpError as `explainScenes`; the signal's reason. No tensor is left then
 */
export async function measureScenes(
  model: Rnp,
  scenes: KnownScenes,
  options: MeasureScenesOptions = {},
): Promise<SceneMeasures> {
  isParted('model', model);
  check.object('scenes', scenes);
  isCount('scenes.length', scenes.length);
  check.callable('scenes.scene', scenes.scene);
  check.object('options', options);
  const { limit = scenes.length, onScene, onProgress, ...looking } = options;
  isCount('options.limit', limit);
  if (onScene !== undefined) check.callable('options.onScene', onScene);
  if (onProgress !== undefined) check.callable('options.onProgress', onProgress);
  const total = Math.min(limit, scenes.length);
  // Some 300 modules, which nothing else here needs.
  const measures = await import('@rnp/analysis');
  const [height, width] = scenes.scene(0).imageShape;
  const batch = Math.max(1, Math.min(maxBatch, Math.floor(maxPixels / (height * width))));
  const all: Omit<MeasuredScene, 'found' | 'truth'>[] = [];
  const [counted, there]: [number[], number[]] = [[], []];
  const ious: number[] = [];
  const ink = { there: 0, drawn: 0 };
  const tallies: ParseTally[] = [];
  for (let from = 0; from < total; from += batch) {
    const truths = Array.from({ length: Math.min(batch, total - from) }, (_, i) => scenes.scene(from + i));
    const found = await explainedTruths(model, truths, {
      ...looking,
      onProgress: (done, of) => onProgress?.(from + Math.floor((truths.length * done) / of), total),
    });
    found.forEach((one, i) => {
      const truth = truths[i]!;
      const { objectIous, groundInk, groundDrawn, ...measured } = measuredScene(measures, one, truth);
      all.push({ index: from + i, ...measured });
      onScene?.({ index: from + i, found: one, truth, ...measured });
      counted.push(one.objects.length);
      there.push(truth.objects.length);
      ious.push(...objectIous);
      ink.there += groundInk;
      ink.drawn += groundDrawn;
    });
    tallies.push(...(await talliesOf(model, found)));
  }
  const parts = tallies.length === 0 ? null : parseMetrics(tallies);
  return {
    scenes: total,
    counts: measures.countAccuracy(counted, there),
    foregroundAri: meanOf(all.map((one) => one.foregroundAri)),
    objectIou: meanOf(ious),
    figureSse: meanOf(all.map(({ figureSse }) => figureSse))!,
    groundSse: meanOf(all.map(({ groundSse }) => groundSse))!,
    groundDrawn: ink.there > 0 ? ink.drawn / ink.there : null,
    purity: parts?.purity ?? null,
    effectiveChildren: parts?.effectiveChildren ?? null,
  };
}

async function explainedTruths(
  model: Rnp,
  truths: readonly Scene[],
  options: SceneOptions,
): Promise<SceneExplanation[]> {
  const { imageShape } = truths[0]!;
  const size = imageShape[0] * imageShape[1] * imageShape[2];
  const values = new Float32Array(truths.length * size);
  truths.forEach(({ image }, i) => {
    if (image.length !== size) throw refused('scenes', 'must all have one shape');
    values.set(imageOf(image), i * size);
  });
  const canvases = tf.tensor4d(values, [truths.length, ...imageShape]);
  try {
    return await explainScenes(model, canvases, options);
  } finally {
    canvases.dispose();
  }
}

/** What is measured of one scene. */
function measuredScene(
  { figureGroundSse, foregroundAri, partIou }: typeof analysis,
  found: SceneExplanation,
  truth: Scene,
): Omit<MeasuredScene, 'index' | 'found' | 'truth'> & {
  readonly objectIous: readonly number[];
  readonly groundInk: number;
  readonly groundDrawn: number;
} {
  const image = imageOf(truth.image);
  const { figure, ground } = figureGroundSse(image, found.drawing, truth.owners);
  const { mean, ious } = partIou(
    // The edges of ink, which an object draws too, are in no mask of the truth.
    masksOf(
      found.owners.map((owner, pixel) => owner * found.figure[pixel]!),
      found.objects.length,
    ),
    masksOf(truth.owners, truth.objects.length),
  );
  return {
    figureSse: figure,
    groundSse: ground,
    foregroundAri: truth.objects.length > 1 ? foregroundAri(found.owners, truth.owners) : null,
    objectIou: mean,
    objectIous: ious,
    ...inkOfGround(found, truth),
  };
}

/** The light of the true ground where no object is seen, and how much of it found ones draw. Edges of objects are no ground. */
function inkOfGround(
  { drawing, ground }: SceneExplanation,
  { ground: truth, owners }: Scene,
): { readonly groundInk: number; readonly groundDrawn: number } {
  const lights = imageOf(truth);
  const channels = lights.length / owners.length;
  let [groundInk, groundDrawn] = [0, 0];
  for (let at = 0; at < lights.length; at++) {
    if (owners[Math.floor(at / channels)]! > 0) continue;
    groundInk += lights[at]!;
    groundDrawn += Math.min(lights[at]!, drawing[at]! - ground[at]!);
  }
  return { groundInk, groundDrawn };
}

/** How the ink of each found object is divided among its parts. */
async function talliesOf(model: Rnp, found: readonly SceneExplanation[]): Promise<ParseTally[]> {
  const programs = found.flatMap(({ objects }) => objects.map(({ tree }) => [...tree.root.program]));
  const tallies: ParseTally[] = [];
  for (let from = 0; from < programs.length; from += maxBatch) {
    const some = tf.tensor2d(programs.slice(from, from + maxBatch));
    try {
      const tally = await model.tallyPrograms(some);
      if (tally !== null) tallies.push(tally);
    } finally {
      some.dispose();
    }
  }
  return tallies;
}

/** Of each object the pixels that it owns. */
function masksOf(owners: Uint8Array, objects: number): Uint8Array[] {
  return Array.from({ length: objects }, (_, i) => owners.map((owner) => (owner === i + 1 ? 1 : 0)));
}

function imageOf(bytes: Uint8Array): Float32Array {
  return Float32Array.from(bytes, (byte) => byte / 255);
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
