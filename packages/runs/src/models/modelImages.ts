import type { Dataset } from '@rnp/datasets';
import { type Background, type InputFit, usualFit } from '@rnp/images';
import { classOf, indicesOfClasses } from '../data/classImages.js';
import type { Split } from '../data/openData.js';
import { UsageError } from '../errors.js';
import { type Fitting, type ImageInput, type ImageInputOptions, isIndex, readImage } from './imageInput.js';
import { type DataListener, openModelData } from './modelData.js';
import type { OpenedModel } from './openModel.js';

/** How a command is asked to fit pictures to a model. */
export interface FittingFlags {
  readonly invert: string;
  readonly background: Background;
  readonly fit: 'auto' | InputFit;
}

/** What commands that take images ask for beside them. */
export interface ImageFlags extends FittingFlags {
  readonly data?: string;
  readonly split: Split;
  /** The sources are classes of the data. */
  readonly class?: boolean;
}

/** Who is told what happens while models and images are opened. */
export interface ModelListeners extends DataListener {
  /** Told what takes long, and which backend was not taken. */
  readonly onNote?: (line: string) => void;
  /** Told which model and image were taken, and what was done to a picture. */
  readonly onChoice?: (line: string) => void;
}

/**
 * 'auto' is to cut ink out where the model learned from drawings that were.
 *
 * @throws UsageError for ink where the model's images have colours
 */
export function fittingFor(opened: OpenedModel, { invert, background, fit }: FittingFlags): Fitting {
  if (fit === 'ink' && opened.model.network.imageShape[2] !== 1) {
    throw new UsageError(
      `--fit ink is for models of one channel, and ${opened.name} takes colours; leave it out, or choose another --model`,
    );
  }
  return {
    invert: invert === 'auto' ? invert : invert === 'yes',
    background,
    fit: fit !== 'auto' ? fit : usualFit(opened.data),
  };
}

/**
 * PNGs and JPEGs of any size, or indices or classes of a data set, as a model takes them. The data set, if there is an index, is opened
 * once.
 *
 * @throws UsageError, RnpError; all name the source
 */
export async function readModelImages(
  opened: OpenedModel,
  sources: readonly string[],
  flags: ImageFlags,
  listeners: ModelListeners = {},
): Promise<ImageInput[]> {
  const { data: asked, split, class: byClass = false } = flags;
  const { onNote, onChoice } = listeners;
  const shape = opened.model.network.imageShape;
  let data: Promise<Dataset> | undefined;
  const options: ImageInputOptions = {
    shape,
    data: () => {
      data ??= openModelData(opened, asked, split, listeners).then((source) => source.data);
      return data;
    },
    ...fittingFor(opened, flags),
    ...(onNote && { onNote }),
  };
  const named = byClass ? indicesOfClasses(await options.data(), sources).map(String) : sources;
  const images: ImageInput[] = [];
  for (const source of named) {
    const image = await readImage(source, options);
    if (image.note !== null) onChoice?.(image.note);
    if (onChoice !== undefined && isIndex(source)) onChoice(whichImage(source, await options.data()));
    images.push(image);
  }
  return images;
}

/** An index looks like the digit that it is not. */
function whichImage(source: string, data: Dataset): string {
  const className = classOf(data, Number(source));
  return `${source}: the image of that index in ${data.name}, split ${data.split}${className === null ? '' : `, of ${className}`}`;
}
