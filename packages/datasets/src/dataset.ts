// n items, h height, w width, c channels
import type { Preprocessing } from '@rnp/images';
import type { Scene } from './scenes/scene.js';

/** A number per image: an index into a list of names. */
export type Labels = Uint8Array | Uint16Array;

/** How a data set was made from others: plain JSON, so that records can contain it. */
export interface Recipe {
  /** The function that made it. */
  readonly name: string;
  /** Of what the function makes: raised whenever it makes other images of the same sources. */
  readonly version: number;
  /** What it was given beside the sources, defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Of each source its own recipe, or name and split of what was loaded, 'mnist (train)'. */
  readonly of: readonly (Recipe | string)[];
}

/** Images of one size, a byte per value; 0 is black (no ink) and 255 is white (full ink). */
export interface Dataset {
  readonly name: string;
  readonly split: string;
  /** [h, w, c] */
  readonly imageShape: readonly [number, number, number];
  /** n, the number of images. */
  readonly length: number;
  /** n·h·w·c bytes: image by image, row by row, channels interleaved. */
  readonly images: Uint8Array;
  /** [n], the class of each image. */
  readonly labels?: Labels;
  /** The name of class i at position i. */
  readonly classNames?: readonly string[];
  /** [n], what else images have in common beside their class: an alphabet, an object seen from many sides. */
  readonly groups?: Labels;
  /** The name of group i at position i. */
  readonly groupNames?: readonly string[];
  /** How pictures become images of this kind; what is usual for the shape unless given, see `preprocessingOf`. */
  readonly preprocessing?: Preprocessing;
  /** How it was made of other data sets; left out for what was loaded. */
  readonly recipe?: Recipe;
  /** Of scenes, what is where in image `index`: to measure by, never read by training. See `scenes`. */
  readonly truth?: (index: number) => Scene;
}

/** Bytes of one image: h·w·c. */
export function imageSize(dataset: Pick<Dataset, 'imageShape'>): number {
  const [height, width, channels] = dataset.imageShape;
  return height * width * channels;
}
