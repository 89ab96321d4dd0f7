import type { Figure, ImageGrid } from '@rnp/viz';
import { check, checkOptions, isWord, type Look } from '../checks.js';
import { interpolationPicture, interpolationsGrid } from '../explain/figures.js';
import { Job } from '../job.js';
import type { ImageInput } from '../models/imageInput.js';
import { readModelImages } from '../models/modelImages.js';
import { destinationOf } from '../outputs/destinationOf.js';
import { sheetFiles } from '../outputs/drawingFiles.js';
import { writeOutputs } from '../outputs/writeOutputs.js';
import { moreThanSheet } from './moreThanSheet.js';
import { listenersOf, type UseEvent } from './useEvents.js';
import {
  imageLooks,
  outputLooks,
  type UsedImages,
  type UseOptions,
  type UseOutputs,
  useLooks,
} from './useLooks.js';
import { withModel } from './withModel.js';

/** How `interpolateImages` draws. */
export interface InterpolateOptions extends UseOptions, UsedImages, UseOutputs {
  /** Number of images, both ends included, at least 2. Default 9. */
  readonly frames?: number;
}

/** The endings of files that a sheet of pictures can be written as. */
export const sheetEndings: readonly string[] = Object.freeze(['.svg', '.png']);

const looks: Readonly<Record<keyof InterpolateOptions, Look>> = Object.freeze({
  ...useLooks,
  ...imageLooks,
  ...outputLooks,
  frames: (path, value) => check.wholeNumber(path, value, 2),
});

/**
 * Draws the programs on the straight line between those of two images: `interpolation.svg` and `.png`.
 *
 * @param from a PNG or JPEG, or the index of an image in the data; with `class`, a class
 * @param to the same
 * @returns a job; its result is the paths of the files
 * @throws RnpError RNP_CONFIG at once for an unknown option or an invalid value
 * @throws from the job: UsageError, also for more frames than a sheet holds; RnpError; the signal's reason
 *   when it is aborted
 */
export function interpolateImages(
  from: string,
  to: string,
  options: InterpolateOptions,
): Job<UseEvent, readonly string[]> {
  isWord('from', from);
  isWord('to', to);
  checkOptions('options', options, looks, ['model', 'out']);
  const { frames = 9, split = 'test', overwrite = false } = options;
  return new Job(async ({ listen, signal }) => {
    const destination = await destinationOf(options.out, sheetEndings, [from, to]);
    const listeners = listenersOf(listen);
    return withModel(options.model, options.backends, listeners, async (opened) => {
      const sheet = emptySheet(opened.model, frames);
      const images = await readModelImages(opened, [from, to], { ...options, split }, listeners);
      signal.throwIfAborted();
      const [first, second] = images.map(({ pixels }) => pixels);
      const walk = await interpolationPicture(opened.model, [[first!, second!]], frames, sheet);
      const title = `From ${images.map(({ name }) => name).join(' to ')}`;
      const outputs = sheetFiles('interpolation', withEnds(walk, images), title);
      return writeOutputs(destination, outputs, { overwrite });
    });
  }, options.signal);
}

/** @throws UsageError for more frames than it holds, before an image is read */
function emptySheet(
  model: Parameters<typeof interpolationsGrid>[0],
  frames: number,
): ReturnType<typeof interpolationsGrid> {
  try {
    return interpolationsGrid(model, 1, frames);
  } catch (error) {
    throw moreThanSheet(error, 'frames');
  }
}

/** Letters that fit above an image. */
const maxLetters = 14;

/** A walk with words above its first and its last image. */
function withEnds(walk: ImageGrid, images: readonly ImageInput[]): Figure {
  const ends = [walk.columns[0]!, walk.columns.at(-1)!];
  const columns = ends.map((end, i) => ({ ...end, label: shortened(images[i]!.caption) }));
  return { ...walk, columns, rows: [] };
}

function shortened(caption: string): string {
  const letters = [...caption];
  return letters.length > maxLetters ? `${letters.slice(0, maxLetters - 1).join('')}…` : caption;
}
