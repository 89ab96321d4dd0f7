import { option, worded } from '@rnp/errors';
import { type Preprocessing, preprocessingWords, type Words } from '@rnp/images';
import { check, type Look } from '../checks.js';
import { UsageError } from '../errors.js';
import type { OpenedModel } from './openModel.js';

/** How pictures are prepared, in words; fields that are left out are as the model learned. */
export interface PreprocessingFlags {
  /** 'contain', 'cover' or 'stretch'. */
  readonly fit?: string;
  /** 'yes' or 'no': whether the ink is cut out and centred; for models of one channel. */
  readonly ink?: string;
  /** 'auto', 'yes' or 'no'. */
  readonly invert?: string;
  /** 'auto', 'white' or 'black': the colour behind transparent pixels. */
  readonly background?: string;
}

type FlagName = keyof PreprocessingFlags & keyof Preprocessing;

const flagNames: readonly FlagName[] = Object.freeze(['fit', 'ink', 'invert', 'background'] as const);

/** What each may be. */
export const preprocessingLooks: Readonly<Record<FlagName, Look>> = Object.freeze({
  fit: (path, value) => check.choice(path, value, Object.keys(preprocessingWords.fit)),
  ink: (path, value) => check.choice(path, value, Object.keys(preprocessingWords.ink)),
  invert: (path, value) => check.choice(path, value, Object.keys(preprocessingWords.invert)),
  background: (path, value) => check.choice(path, value, Object.keys(preprocessingWords.background)),
} satisfies Record<FlagName, Look>);

/** How pictures become what a model takes, and what of it was asked for otherwise. */
export interface AskedPreprocessing {
  readonly preprocessing: Preprocessing;
  /** In a line; null where all is as the model learned it. */
  readonly change: string | null;
}

/**
 * The model's own preprocessing, with what a command asks for in its place.
 *
 * @throws UsageError for a model whose images no picture becomes, and for ink where they have colours
 */
export function askedPreprocessing(
  { preprocessing: own, model, name }: Pick<OpenedModel, 'preprocessing' | 'model' | 'name'>,
  flags: PreprocessingFlags,
): AskedPreprocessing {
  if (own === null) {
    const [, , channels] = model.network.imageShape;
    throw new UsageError(
      worded`${name} takes images of ${channels} channels, which no picture becomes; give indices of ${option('data')}`,
    );
  }
  const asked = Object.fromEntries(
    flagNames.flatMap((flag) => {
      const word = flags[flag];
      return word === undefined ? [] : [[flag, (preprocessingWords[flag] as Words<unknown>)[word]]];
    }),
  ) as Partial<Preprocessing>;
  if (asked.ink && own.channels !== 1) {
    throw new UsageError(
      worded`${option('ink', 'yes')} is for models of one channel, and ${name} takes colours; leave it out, or choose another ${option('model')}`,
    );
  }
  const preprocessing = { ...own, ...asked };
  const changed = flagNames.filter((flag) => preprocessing[flag] !== own[flag]);
  if (changed.length === 0) return { preprocessing, change: null };
  const said = (from: Preprocessing): string =>
    changed.map((flag) => `${flag} ${wordOf(flag, from[flag])}`).join(', ');
  return { preprocessing, change: `prepared with ${said(preprocessing)}; ${name} learned with ${said(own)}` };
}

/** The word that stands for a value. */
export function wordOf(flag: FlagName, value: unknown): string {
  const found = Object.entries(preprocessingWords[flag]).find(([, meant]) => meant === value);
  return found?.[0] ?? String(value);
}
