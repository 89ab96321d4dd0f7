import type { Dataset } from '@rnp/datasets';
import type { Wording } from '@rnp/errors';
import { areWords } from '../checks.js';
import { classOf, indicesOfClasses } from '../data/classImages.js';
import type { Split } from '../data/openData.js';
import { areImageFlags } from './imageFlagLooks.js';
import { type ImageInput, type ImageInputOptions, isIndex, readImage } from './imageInput.js';
import { type DataListener, openModelData } from './modelData.js';
import { areListeners, isOpened } from './modelLooks.js';
import type { OpenedModel } from './openModel.js';
import { askedPreprocessing, type PreprocessingFlags } from './preprocessingFlags.js';

/** How the images for a model are chosen and prepared. */
export interface ImageFlags extends PreprocessingFlags {
  /** A data set by name, or a folder of images. Default: the data that the model learned from. */
  readonly data?: string;
  readonly split: Split;
  /** Whether the sources are classes of the data. */
  readonly class?: boolean;
}

/** Callbacks while models and images are opened. */
export interface ModelListeners extends DataListener {
  /** Called with lines about what takes long, and about backends that were refused. */
  readonly onNote?: (line: string) => void;
  /** Called with a line about the model and the image that were taken, and about changes to a picture. */
  readonly onChoice?: (line: string | Wording) => void;
}

/**
 * Reads images as a model takes them: PNGs and JPEGs of any size, or indices or classes of a data set. The
 * data set is opened once, and only if it is needed. Preparation that differs from the model's own is
 * reported.
 *
 * @throws UsageError or RnpError, naming the source
 */
export async function readModelImages(
  opened: OpenedModel,
  sources: readonly string[],
  flags: ImageFlags,
  listeners: ModelListeners = {},
): Promise<ImageInput[]> {
  isOpened('opened', opened);
  areWords('sources', sources);
  areImageFlags('flags', flags);
  areListeners('listeners', listeners);
  const { data: dataName, split, class: byClass = false } = flags;
  const { onNote, onChoice } = listeners;
  // Refused before anything is decoded; a model that takes no pictures still takes images of its data.
  const asked = opened.preprocessing === null ? null : askedPreprocessing(opened, flags);
  const indices = byClass ? [] : sources.filter(isIndex).map(Number);
  let data: Promise<Dataset> | undefined;
  const options: ImageInputOptions = {
    preprocessing: () => (asked ?? askedPreprocessing(opened, flags)).preprocessing,
    data: () => {
      data ??= openModelData(opened, dataName, split, listeners, indices).then((source) => source.data);
      return data;
    },
    ...(onNote && { onNote }),
  };
  const named = byClass ? indicesOfClasses(await options.data(), sources, onChoice).map(String) : sources;
  const images: ImageInput[] = [];
  for (const source of named) images.push(await readImage(source, options));
  if (onChoice === undefined) return images;
  // Of images that were refused nothing is told.
  if (asked?.change && named.some((source) => !isIndex(source))) onChoice(asked.change);
  for (const [i, source] of named.entries()) {
    const { note } = images[i]!;
    if (note !== null) onChoice(note);
    if (isIndex(source)) onChoice(whichImage(source, await options.data()));
  }
  return images;
}

/** An index looks like the digit that it is not. */
function whichImage(source: string, data: Dataset): string {
  const className = classOf(data, Number(source));
  return `${source}: the image of that index in ${data.name}, split ${data.split}${className === null ? '' : `, of ${className}`}`;
}
