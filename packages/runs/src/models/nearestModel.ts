import { option, type Wording, worded } from '@rnp/errors';
import { onPaper, type Picture, preprocessingWords } from '@rnp/images';
import { type ModelName, modelNames } from '@rnp/models';
import type { Model, Network } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { areChoices, isWord } from '../checks.js';
import { openData, requireKnown } from '../data/openData.js';
import { UsageError } from '../errors.js';
import { areImageFlags } from './imageFlagLooks.js';
import { type ImageInput, indexedInput, isIndex, preparedInput, readPicture } from './imageInput.js';
import { type ImageFlags, type ModelListeners, readModelImages } from './modelImages.js';
import { areListeners } from './modelLooks.js';
import { type OpenedModel, openModel, startBackend } from './openModel.js';
import { askedPreprocessing } from './preprocessingFlags.js';

/** How one image is chosen and prepared, and its model. */
export interface OneImageFlags extends ImageFlags {
  /** A trained model's name, or a path. Default: the trained model that draws the image best. */
  readonly model?: string;
}

/** A model, and the image that it will parse. */
export interface ModelAndImage {
  readonly opened: OpenedModel;
  readonly input: ImageInput;
}

/** Whose images an index is of when neither a model nor data is named: digits that need no download. */
const defaultData = 'digits';
/** Saturation, a mean over pixels weighted by their brightness, above which a picture is one in colour. */
const minColour = 0.1;

/**
 * Opens a model and an image as it takes it. Without a `model`, it opens the trained model that draws the
 * image best, among those that take such images. The caller owns the model.
 *
 * @param source a PNG or JPEG, or the index of an image in the data
 * @throws UsageError or RnpError, naming the source
 */
export async function openModelAndImage(
  source: string,
  flags: OneImageFlags,
  backends: readonly string[],
  listeners: ModelListeners = {},
): Promise<ModelAndImage> {
  isWord('source', source);
  areImageFlags('flags', flags);
  areChoices('backends', backends);
  areListeners('listeners', listeners);
  if (flags.model === undefined) return nearest(source, flags, backends, listeners);
  const opened = await openModel(flags.model, backends, listeners.onNote);
  try {
    const [input] = await readModelImages(opened, [source], flags, listeners);
    return { opened, input: input! };
  } catch (error) {
    opened.model.dispose();
    throw error;
  }
}

async function nearest(
  source: string,
  flags: OneImageFlags,
  backends: readonly string[],
  listeners: ModelListeners = {},
): Promise<ModelAndImage> {
  // Before the picture is decoded; and what is said of a backend that was not taken is said once for all models.
  const backend = await startBackend(backends, listeners.onNote);
  const candidates = isIndex(source)
    ? await ofData(source, flags, listeners)
    : await ofPicture(source, flags, listeners);
  const tried: Try[] = [];
  try {
    for (const name of candidates.names) {
      const one = await tryModel(await openModel(name, [backend]), candidates.inputFor);
      if (one !== null) tried.push(one);
    }
  } catch (error) {
    for (const { opened } of tried) opened.model.dispose();
    throw error;
  }
  tried.sort((a, b) => a.error - b.error);
  const [best, ...others] = tried;
  for (const { opened } of others) opened.model.dispose();
  if (best === undefined) {
    throw new UsageError(
      worded`no trained model takes images of this size; name one that does with ${option('model')}`,
    );
  }
  if (best.input.note !== null) listeners.onChoice?.(best.input.note);
  const change = isIndex(source) ? null : askedPreprocessing(best.opened, flags).change;
  if (change !== null) listeners.onChoice?.(change);
  listeners.onChoice?.(choiceOf(tried));
  return best;
}

interface Candidates {
  readonly names: readonly ModelName[];
  /** The image as a model takes it; null where it takes images of another size. */
  readonly inputFor: (opened: OpenedModel) => Promise<ImageInput | null>;
}

async function ofData(
  source: string,
  { data: asked, split }: OneImageFlags,
  { onData }: ModelListeners,
): Promise<Candidates> {
  await requireKnown(asked ?? defaultData, split, { indices: [Number(source)] });
  const data = await openData(asked ?? defaultData, split, {
    onProgress: (progress) => onData?.({ type: 'data', part: split, progress }),
  });
  const input = indexedInput(data, Number(source));
  const shape = data.imageShape.join();
  return {
    names: modelNames,
    inputFor: async ({ model }) => (model.network.imageShape.join() === shape ? input : null),
  };
}

/** Drawings and pictures without colour go to the models of one channel, others to that of objects in colour. */
async function ofPicture(
  source: string,
  flags: OneImageFlags,
  { onNote }: ModelListeners,
): Promise<Candidates> {
  // All models in the box say 'auto', so that the picture is decoded once.
  const background = preprocessingWords.background[flags.background ?? 'auto']!;
  const picture = await readPicture(source, background, onNote);
  // Ink is cut out for models of one channel alone.
  const inColour = flags.ink !== 'yes' && isColoured(picture) && !onPaper(picture);
  const names: readonly ModelName[] = inColour ? ['eth-80'] : ['mnist', 'fashion-mnist', 'omniglot'];
  return {
    names,
    inputFor: async (opened) =>
      preparedInput(picture, source, askedPreprocessing(opened, flags).preprocessing),
  };
}

function isColoured({ channels, data }: Picture): boolean {
  if (channels < 3) return false;
  let [colour, light] = [0, 1e-6];
  for (let at = 0; at < data.length; at += channels) {
    const [red, green, blue] = [data[at]!, data[at + 1]!, data[at + 2]!];
    const brightest = Math.max(red, green, blue);
    colour += brightest - Math.min(red, green, blue);
    light += brightest;
  }
  return colour / light > minColour;
}

interface Try extends ModelAndImage {
  /** Squared error over the image's own squares: 0 is drawn as it is, 1 is as bad as an empty canvas. */
  readonly error: number;
}

/** Owns the model only when it answers with it. */
async function tryModel(opened: OpenedModel, inputFor: Candidates['inputFor']): Promise<Try | null> {
  try {
    const input = await inputFor(opened);
    if (input !== null) return { opened, input, error: shareMissed(opened.model, input.pixels) };
  } catch (error) {
    opened.model.dispose();
    throw error;
  }
  opened.model.dispose();
  return null;
}

function shareMissed(model: Model<Network>, pixels: Float32Array): number {
  const drawn = tf.tidy(() => {
    const image = tf.tensor4d(pixels, [1, ...model.network.imageShape]);
    return model.reconstruct(image).dataSync() as Float32Array;
  });
  let [missed, all] = [0, 1e-6];
  pixels.forEach((value, i) => {
    missed += (value - drawn[i]!) ** 2;
    all += value ** 2;
  });
  return missed / all;
}

/** Above so many times the error of an empty canvas a number says nothing more. */
const maxShare = 2;

/** @param tried from the best to the worst */
function choiceOf(tried: readonly Try[]): Wording {
  const [best] = tried;
  const errors = tried.map(({ opened, error }) => `${opened.name} ${errorText(error)}`).join(', ');
  const why =
    tried.length === 1
      ? ''
      : `, which draws it best at one look (squared error as a share of an empty canvas’s: ${errors})`;
  const poor = best!.error < 1 ? '' : ', though no better than an empty canvas would';
  return worded`model ${best!.opened.name}${why}${poor}; ${option('model')} names another`;
}

function errorText(share: number): string {
  return share > maxShare ? 'far worse than an empty canvas' : share.toFixed(2);
}
