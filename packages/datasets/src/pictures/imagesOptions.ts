// h height, w width
import { RnpError, shown } from '@rnp/errors';
import { type Preprocessing, preprocessingWords } from '@rnp/images';
import { check } from '../checks.js';
import { requireCount } from '../order.js';
import type { DataProgressListener } from '../progress.js';

/** How pictures become images of one size. */
export interface ImagesOptions extends Partial<Preprocessing> {
  readonly split: 'train' | 'test';
  /** Of each class, this part is the test set, at least one image where there are two; 0 to 1, exclusive. */
  readonly testFraction?: number;
  /** Chooses the test set. */
  readonly seed?: number;
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
    'size' | 'channels' | 'fit' | 'ink' | 'testFraction' | 'seed' | 'background' | 'splits' | 'skipBad'
  >
> = Object.freeze({
  size: Object.freeze([28, 28] as const),
  channels: 1,
  fit: 'contain',
  ink: false,
  testFraction: 0.2,
  seed: 0,
  background: 'auto',
  splits: true,
  skipBad: false,
});

const optional: readonly (keyof ImagesOptions)[] = [
  'size',
  'channels',
  'fit',
  'invert',
  'ink',
  'background',
  'testFraction',
  'seed',
  'splits',
  'skipBad',
  'signal',
  'onProgress',
];

/** @throws RnpError `RNP_CONFIG` for an unknown option, and one of those that are no preprocessing and of another type */
export function requireKnownOptions(
  options: Omit<ImagesOptions, 'split'>,
  required: readonly string[],
  more: readonly string[] = [],
): void {
  check.options('options', options, required, [...optional, ...more]);
  const { testFraction, splits, skipBad, signal, onProgress } = options;
  if (testFraction !== undefined) requireTestFraction(testFraction);
  if (splits !== undefined) check.choice('options.splits', splits, [true, false]);
  if (skipBad !== undefined) check.choice('options.skipBad', skipBad, [true, false]);
  if (signal !== undefined) check.signal('options.signal', signal);
  if (onProgress !== undefined) check.callable('options.onProgress', onProgress);
}

/** @throws RnpError `RNP_CONFIG` for an invalid value, before any picture is looked for */
export function requireImagesOptions({
  size,
  channels,
  fit,
  invert,
  ink,
  testFraction,
  seed,
}: Omit<Preprocessing, 'background'> & Required<Pick<ImagesOptions, 'testFraction' | 'seed'>>): void {
  requireCount('options.seed', seed, 0);
  const refuse = (option: string, what: string): never => {
    throw new RnpError('RNP_CONFIG', what, { path: `options.${option}` });
  };
  if (
    !Array.isArray(size) ||
    size.length !== 2 ||
    !size.every((side) => Number.isInteger(side) && side >= 1 && side <= 4096)
  ) {
    refuse('size', `must be [height, width], each 1 to 4096, not ${shown(size)}`);
  }
  if (channels !== 1 && channels !== 3)
    refuse('channels', `images have 1 or 3 channels, not ${shown(channels)}`);
  if (!Object.hasOwn(preprocessingWords.fit, fit)) {
    refuse('fit', `must be 'contain', 'cover' or 'stretch', not ${shown(fit)}`);
  }
  if (invert !== 'auto' && typeof invert !== 'boolean')
    refuse('invert', `is 'auto', true or false, not ${shown(invert)}`);
  if (typeof ink !== 'boolean') refuse('ink', `is true or false, not ${shown(ink)}`);
  if (ink && channels === 3)
    refuse(
      'ink',
      'ink is cut out of grey pictures alone; leave colour=yes (channels 3) or ink=yes (ink) out',
    );
  requireTestFraction(testFraction);
}

function requireTestFraction(testFraction: unknown): void {
  if (typeof testFraction === 'number' && testFraction > 0 && testFraction < 1) return;
  throw new RnpError('RNP_CONFIG', `must be above 0 and below 1, not ${shown(testFraction)}`, {
    path: 'options.testFraction',
  });
}
