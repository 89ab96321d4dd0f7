import { RnpError, shown } from '@rnp/errors';
import { createDataset } from '../createDataset.js';
import type { Dataset } from '../dataset.js';
import { type OmniglotManifest, omniglotManifest } from '../manifest/omniglot.js';
import { pictureStack } from '../pictures/pictureStack.js';
import { inkPreprocessing } from '../preprocessing.js';
import { requireSplit } from '../requireSplit.js';
import { defaultDataDir } from './dataDir.js';
import { type LoadOptions, requireLoadOptions } from './loadOptions.js';
import { inkOf, type OmniglotDrawing, readDrawings } from './omniglotImages.js';
import { pathOf } from './pictureSource.js';
import { requireManifest } from './requireManifest.js';

/** How `loadOmniglot` loads. */
export interface OmniglotOptions extends LoadOptions {
  /**
   * 'small', the default: the eight alphabets of the two small background sets, six of them to train,
   * Balinese and Tagalog to test. 'full': the 30 alphabets of the background set to train, the 20 of the
   * evaluation set to test.
   */
  readonly variant?: 'small' | 'full';
  /** Other mirrors, or another data set of the same form. Default `omniglotManifest`. */
  readonly manifest?: OmniglotManifest;
}

/**
 * Loads Omniglot: characters of alphabets, each drawn by 20 people; [28, 28, 1], ink = 255. Splits are by
 * alphabet, so the test set has characters that were never trained on. A drawing that is in two archives is
 * loaded once.
 *
 * Small: 4,020 drawings of 201 characters to train, 820 of 41 to test. Full: 19,280 of 964, and 13,180 of
 * 659.
 *
 * @returns images in the order of alphabet, character, drawer; `labels` are the characters of the split
 *   ('Greek/character07'), `groups` its alphabets
 * @throws RnpError RNP_DATA_… for missing or wrong files, RNP_CONFIG for invalid options, RNP_FILE; the
 *   signal's reason when it is aborted
 */
export async function loadOmniglot(options: OmniglotOptions): Promise<Dataset> {
  requireLoadOptions(options, ['split'], ['variant', 'manifest']);
  const { split, variant = 'small', manifest = omniglotManifest, dataDir = defaultDataDir() } = options;
  requireManifest(manifest, ['background', 'evaluation', 'oneShot']);
  requireSplit(manifest.name, split);
  if (variant !== 'small' && variant !== 'full') {
    throw new RnpError('RNP_CONFIG', `must be 'small' or 'full', not ${shown(variant)}`, {
      path: 'options.variant',
    });
  }
  const large = split === 'train' ? manifest.background : manifest.evaluation;
  const drawings = new Map<string, OmniglotDrawing>();
  for (const archive of variant === 'full' ? [large] : manifest.small) {
    for (const [key, drawing] of await readDrawings(manifest, archive, { ...options, dataDir })) {
      requireSame(drawings.get(key), drawing);
      drawings.set(key, drawing);
    }
  }
  const belongs = ({ alphabet }: OmniglotDrawing): boolean =>
    variant === 'full' || manifest.heldOut.includes(alphabet) === (split === 'test');
  const chosen = [...drawings.keys()]
    .sort()
    .map((key) => drawings.get(key)!)
    .filter(belongs);
  const [height, width, channels] = manifest.imageShape;
  const name = variant === 'full' ? `${manifest.name}-full` : manifest.name;
  const images = await pictureStack(
    height * width * channels,
    (index) => inkOf(chosen[index]!.png, chosen[index]!.source, manifest.imageShape),
    { ...options, file: `${name} ${split}`, total: chosen.length },
  );
  const characters = named(chosen.map(({ character }) => character));
  const alphabets = named(chosen.map(({ alphabet }) => alphabet));
  return createDataset({
    name,
    split,
    imageShape: manifest.imageShape,
    images,
    labels: characters.indices,
    classNames: characters.names,
    groups: alphabets.indices,
    groupNames: alphabets.names,
    preprocessing: inkPreprocessing(manifest.imageShape),
  });
}

/** Different names in the order of their first use, and for each value the place of its name. */
function named(values: readonly string[]): {
  readonly names: readonly string[];
  readonly indices: Uint16Array;
} {
  const names = [...new Set(values)];
  const places = new Map(names.map((name, place) => [name, place]));
  return { names, indices: Uint16Array.from(values, (value) => places.get(value)!) };
}

/** The small sets share alphabets; what is in both must be the same, or one of them is not Omniglot. */
function requireSame(first: OmniglotDrawing | undefined, second: OmniglotDrawing): void {
  if (first === undefined || Buffer.compare(first.png, second.png) === 0) return;
  throw new RnpError('RNP_DATA_MISMATCH', `differs from ${pathOf(first.source)}. Get both again`, {
    path: pathOf(second.source),
  });
}
