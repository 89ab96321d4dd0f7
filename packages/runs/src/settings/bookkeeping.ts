import { shown } from '@rnp/errors';
import { z } from 'zod';
import { isFlag, type Look, refused } from '../checks.js';

/** Steps between measurements on held-out images; 'epoch' for one after each pass over the data. */
export type EvaluateEvery = number | 'epoch';

/** What is written and measured beside the training itself. A run keeps it, so that one in pieces leaves what one that never stopped leaves. */
export interface Bookkeeping {
  /** Steps between rows of metrics.jsonl. */
  readonly logEvery: number;
  /** Steps between checkpoints, or null for one about every half minute. */
  readonly checkpointEvery: number | null;
  /** Steps between measurements on held-out images; null for none before the end. */
  readonly evaluateEvery: EvaluateEvery | null;
  /** Held-out images to measure at the end; null for all, or for the first 1,000 if training saw fewer than 5 times their number. */
  readonly evaluateLimit: number | 'all' | null;
  /** Steps of inference by prediction errors after which they are measured at the end, as well as at one look; null for one look alone. */
  readonly infer: number | null;
  /**
   * Training images, from the first, from which the precisions of pixels, states and actions are learned at the end (`learnPrecisions` of
   * @rnp/vae): the model keeps them, and infers, also for `infer`, with them; null for those by default.
   */
  readonly precisions: number | null;
  /** Whether the report is drawn at the end. */
  readonly report: boolean;
}

/** An option of a run that leaves what is learned as it is. */
export interface BookkeepingRow<T = unknown> {
  readonly default: T;
  /** The default in words. */
  readonly otherwise: string;
  /** A flag; or a whole number from 1, or the word. */
  readonly values: { readonly type: 'flag' } | { readonly type: 'count'; readonly word?: string };
  /** For people, one line. */
  readonly meaning: string;
  /** A value that is not the default. */
  readonly example: NonNullable<T>;
}

type Rows = { readonly [K in keyof Bookkeeping]: BookkeepingRow<Bookkeeping[K]> };

/**
 * What a run can be told beside its settings, with defaults and values. The checks of `trainRun` and of a run's record, the options of the
 * command and their page follow from it.
 */
export const bookkeepingTable: Rows = Object.freeze<Rows>({
  logEvery: {
    default: 5,
    otherwise: '5',
    values: { type: 'count' },
    meaning: 'steps between rows of metrics.jsonl',
    example: 20,
  },
  checkpointEvery: {
    default: null,
    otherwise: 'about 30 s',
    values: { type: 'count' },
    meaning: 'steps between checkpoints',
    example: 500,
  },
  evaluateEvery: {
    default: null,
    otherwise: 'only at the end',
    values: { type: 'count', word: 'epoch' },
    meaning:
      'steps between measurements on the test split, or epoch: taken at the multiples, written to evaluations.jsonl',
    example: 'epoch',
  },
  evaluateLimit: {
    default: null,
    otherwise: 'all; 1000 if the run saw few images',
    values: { type: 'count', word: 'all' },
    meaning: 'held-out images to measure at the end, from the first, or all',
    example: 200,
  },
  infer: {
    default: null,
    otherwise: 'one look alone',
    values: { type: 'count' },
    meaning:
      'steps of inference by prediction errors after which held-out images are measured at the end, as well as at one look; slower',
    example: 50,
  },
  precisions: {
    default: null,
    otherwise: 'none are learned',
    values: { type: 'count' },
    meaning:
      'training images from which the precisions of pixels, states and actions are learned at the end; the model keeps them, infers with them, less closely, and samples with them',
    example: 500,
  },
  report: {
    default: true,
    otherwise: 'yes',
    values: { type: 'flag' },
    meaning: 'draw the picture report at the end',
    example: false,
  },
});

const names = Object.keys(bookkeepingTable) as (keyof Bookkeeping)[];

/** What a caller says of it; what is not said is as it was, or as in the table. */
export type BookkeepingOptions = { readonly [K in keyof Bookkeeping]?: NonNullable<Bookkeeping[K]> };

/** The checks of `BookkeepingOptions`. */
export const bookkeepingLooks: Readonly<Record<keyof Bookkeeping, Look>> = Object.freeze(
  ofNames((name): Look => {
    const { values } = bookkeepingTable[name];
    if (values.type === 'flag') return isFlag;
    return (path, value) => {
      if (isCountOr(value, values.word)) return;
      const word = values.word === undefined ? '' : `, or ${shown(values.word)}`;
      throw refused(path, `must be a whole number from 1${word}, not ${shown(value)}`);
    };
  }),
);

/** What a run's record holds of it, which may come from anybody; one from before there was a row has its default. */
export const bookkeepingSchema: z.ZodType<Bookkeeping> = z.strictObject(
  ofNames((name) => {
    const { values, default: fallback } = bookkeepingTable[name];
    const schema: z.ZodType = values.type === 'flag' ? z.boolean() : countSchema(values.word);
    return (fallback === null ? schema.nullable() : schema).default(fallback);
  }),
) as unknown as z.ZodType<Bookkeeping>;

/** A whole number from 1, or the word. */
function countSchema(word?: string): z.ZodType<number | string> {
  const count = z.number().int().min(1);
  return word === undefined
    ? count
    : z.union([count, z.literal(word)], `a whole number of 1 or more, or "${word}"`);
}

/** The bookkeeping among other options. */
export function bookkeepingIn(options: BookkeepingOptions): BookkeepingOptions {
  return Object.fromEntries(
    names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
}

/**
 * @param stored what the run was begun with
 * @param asked what it is told now, which wins
 */
export function bookkeepingOf(
  stored: Partial<Bookkeeping> | undefined,
  asked: Partial<Bookkeeping> = {},
): Bookkeeping {
  return { ...(ofNames((name) => bookkeepingTable[name].default) as Bookkeeping), ...stored, ...asked };
}

/** What is not as it would be without a word. */
export function changedBookkeeping(told: Bookkeeping): BookkeepingOptions {
  return Object.fromEntries(
    names.flatMap((name) => (told[name] === bookkeepingTable[name].default ? [] : [[name, told[name]]])),
  );
}

function isCountOr(value: unknown, word: string | undefined): boolean {
  return (word !== undefined && value === word) || (Number.isSafeInteger(value) && (value as number) >= 1);
}

function ofNames<T>(make: (name: keyof Bookkeeping) => T): Record<keyof Bookkeeping, T> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<keyof Bookkeeping, T>;
}
