// h height, w width
import { RnpError } from '@rnp/errors';
import type { Background, ImageFit } from '@rnp/images';
import { requireCount } from '../order.js';
import type { DataProgressListener } from './progress.js';

/** How pictures become images of one size, as `fitImage` of @rnp/images says it. */
export interface FitOptions {
  /** [h, w] */
  readonly size: readonly [number, number];
  readonly channels: 1 | 3;
  readonly fit: ImageFit;
  readonly invert: 'auto' | boolean;
}

export interface ImagesOptions extends Partial<FitOptions> {
  readonly split: 'train' | 'test';
  /** Of each class, this part is the test set, at least one image where there are two; 0 to 1, exclusive. */
  readonly testFraction?: number;
  /** Chooses the test set. */
  readonly seed?: number;
  /** What shows where a PNG is transparent, as `decodeImage` of @rnp/images says it; 'auto' unless given. */
  readonly background?: Background;
  /** Whether folders called train and test, val or the like are splits; false: they are classes. */
  readonly splits?: boolean;
  /** Whether pictures that cannot be read are left out, each told as 'skipped'; false: they are an error. */
  readonly skipBad?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: DataProgressListener;
}

export const defaultImagesOptions: Required<
  Pick<
    ImagesOptions,
    'size' | 'channels' | 'fit' | 'testFraction' | 'seed' | 'background' | 'splits' | 'skipBad'
  >
> = Object.freeze({
  size: Object.freeze([28, 28] as const),
  channels: 1,
  fit: 'contain',
  testFraction: 0.2,
  seed: 0,
  background: 'auto',
  splits: true,
  skipBad: false,
});

/** @throws RnpError `RNP_CONFIG` for a value that is none, before any picture is looked for */
export function requireImagesOptions({
  size,
  channels,
  fit,
  invert,
  testFraction,
  seed,
}: FitOptions & Required<Pick<ImagesOptions, 'testFraction' | 'seed'>>): void {
  requireCount('seed', seed, 0);
  const refuse = (what: string): never => {
    throw new RnpError('RNP_CONFIG', what);
  };
  if (size.length !== 2 || !size.every((side) => Number.isInteger(side) && side >= 1 && side <= 4096)) {
    refuse(`the size must be [height, width], each 1 to 4096, not [${size}]`);
  }
  if (channels !== 1 && channels !== 3) refuse(`images have 1 or 3 channels, not ${channels}`);
  if (!['contain', 'cover', 'stretch'].includes(fit)) {
    refuse(`'${fit}' is no way to fit; choose 'contain', 'cover' or 'stretch'`);
  }
  if (invert !== 'auto' && typeof invert !== 'boolean')
    refuse(`invert is 'auto', true or false, not ${invert}`);
  if (!(testFraction > 0 && testFraction < 1)) {
    refuse(`the test fraction must lie between 0 and 1, not ${testFraction}`);
  }
}
