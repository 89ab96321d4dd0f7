import { basename, extname } from 'node:path';
import { z } from 'zod';
import { check, isWord } from '../checks.js';
import { type UsageError, wrongSetting } from '../errors.js';
import { readTextFile } from '../files/readTextFile.js';
import type { EvaluateEvery } from '../settings/bookkeeping.js';
import { documentFields, documentKeys } from '../settings/documentFields.js';
import type { Settings } from '../settings/settingTypes.js';
import { didYouMean } from '../words/didYouMean.js';
import { schemaComplaint } from '../words/schemaComplaint.js';
import { requirePlain } from './plainContent.js';

/** A value as `set` takes it, or as a list or null (none). */
const value = z.union([z.string(), z.number(), z.null(), z.array(z.union([z.string(), z.number()]))], {
  error: 'a word, a number, a list of these, or null (none)',
});

export type SettingValue = string | number | null | readonly (string | number)[];

/** A field of settings before it is read. */
type Plain<T> = T extends string ? string : T extends number ? number : Readonly<Record<string, unknown>>;

/** Fields that a file may also say in a word. */
interface InWords {
  readonly workers: 'all';
  readonly augment: string;
}

type PlainSettings = {
  readonly [K in keyof Settings]?:
    | Plain<NonNullable<Settings[K]>>
    | (K extends keyof InWords ? InWords[K] : never)
    | undefined;
};

/** Some settings: a preset to begin with, what a file of settings may hold, and names of settings; later ones win. */
export interface SweepEntry extends PlainSettings {
  readonly preset?: string | undefined;
  readonly set?: Readonly<Record<string, SettingValue>> | undefined;
}

const entry = z.strictObject({
  preset: z.string().optional().describe('preset to begin with'),
  ...(Object.fromEntries(
    documentKeys.map((key) => [
      key,
      documentFields[key].inSweep.optional().describe(documentFields[key].meaning),
    ]),
  ) as {
    readonly [K in keyof Settings]-?: z.ZodOptional<z.ZodType<NonNullable<PlainSettings[K]>>>;
  }),
  set: z.record(z.string(), value).optional().describe('settings by name'),
});

const seed = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

const sweepFile = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .describe('what the sweep is called, in place of the file’s name'),
  about: z.string().optional().describe('a sentence for the report'),
  base: entry.default({}).describe('what all runs have: an entry'),
  grid: z
    .record(z.string(), z.array(value).min(1))
    .optional()
    .describe('settings by name, each with a list of values: a run with each combination'),
  list: z
    .array(entry.extend({ name: z.string().min(1).max(100) }))
    .min(1)
    .optional()
    .describe('in place of a grid: entries one by one, each with a name'),
  seeds: z
    .union([z.number().int().min(1).max(1000), z.array(seed).min(1)], {
      error: 'how many, from 1 to 1000, or a list of whole numbers from 0',
    })
    .default([1])
    .describe('each setting is run with each: a list, or how many'),
  backend: z.string().default('wasm').describe('backend of all runs'),
  evaluateEvery: z
    .union([z.number().int().min(1), z.literal('epoch')], { error: 'a whole number from 1, or epoch' })
    .optional()
    .describe('steps between measurements on held-out images, or epoch'),
});

/** A field of a sweep's file, or of its entries, with its meaning. */
export interface SweepField {
  readonly name: string;
  readonly meaning: string;
}

const fieldsOf = ({
  shape,
}: {
  readonly shape: Readonly<Record<string, z.ZodType>>;
}): readonly SweepField[] =>
  Object.entries(shape).map(([name, { description = '' }]) => ({ name, meaning: description }));

/** The fields of a sweep's file, and those of an entry of it: `base`, and each of `list`. */
export const sweepFields: Readonly<Record<'file' | 'entry', readonly SweepField[]>> = Object.freeze({
  file: fieldsOf(sweepFile),
  entry: fieldsOf(entry),
});

/** A sweep is written by hand, or by a short program. */
const maxBytes = 256 * 1024;

/** The contents of a sweep's file. */
export interface SweepFile {
  /** Its own name, or that of the file. */
  readonly name: string;
  /** A sentence for the report. */
  readonly about?: string | undefined;
  /** The settings of all runs. */
  readonly base: SweepEntry;
  /** Lists of values by setting: one run for each combination. */
  readonly grid?: Readonly<Record<string, readonly SettingValue[]>> | undefined;
  /** Settings one by one, instead of a grid. */
  readonly list?: readonly (SweepEntry & { readonly name: string })[] | undefined;
  /** Each setting is run with each seed. */
  readonly seeds: readonly number[];
  /** Backend of all runs. */
  readonly backend: string;
  /** Steps between measurements on held-out images. Default: none before the end. */
  readonly evaluateEvery?: EvaluateEvery | undefined;
}

/**
 * Reads a sweep from a file, YAML or JSON (which is also YAML).
 *
 * @throws UsageError naming the file, and the place in it
 */
export async function readSweepFile(path: string): Promise<SweepFile> {
  isWord('path', path);
  const text = await readTextFile(path, 'a sweep, YAML or JSON', maxBytes);
  // A tenth of the modules of every command would be those that read YAML, which few commands do.
  const { yamlContent } = await import('./yamlContent.js');
  return sweepOf(yamlContent(text, path), path);
}

/** @param path where it stands; its name is the sweep's unless that has one */
export function sweepOf(content: unknown, path: string): SweepFile {
  requirePlain(content, path);
  if (content === null) throw saysNothing(path);
  const read = sweepFile.safeParse(content);
  if (!read.success) throw wrongSetting(path, problems(read.error, content));
  if (!runsBy.some((key) => Object.hasOwn(content as object, key))) throw saysNothing(path);
  const { name = basename(path, extname(path)), seeds, ...rest } = read.data;
  if (typeof seeds !== 'number') requireDistinctSeeds(seeds, path);
  if (rest.grid !== undefined && rest.list !== undefined) {
    throw wrongSetting(path, 'give a grid or a list, not both');
  }
  return {
    ...rest,
    name,
    seeds: typeof seeds === 'number' ? Array.from({ length: seeds }, (_, i) => i + 1) : seeds,
  };
}

/** Of these a sweep has one: else a file that was never finished, or has a title alone, would train the whole quick start. */
const runsBy = ['base', 'grid', 'list', 'seeds'] as const;

function saysNothing(path: string): UsageError {
  return wrongSetting(path, `says nothing to run; a sweep has at least one of ${runsBy.join(', ')}`);
}

/** Sees that a program gives a whole sweep, as `readSweepFile` does. @throws RnpError RNP_CONFIG, UsageError naming the place in it */
export function requireSweepFile(file: unknown, path: string): asserts file is SweepFile {
  check.text('path', path);
  check.object('file', file);
  requirePlain(file, path);
  const read = sweepFile.required({ name: true }).safeParse(file);
  if (!read.success) throw wrongSetting(path, problems(read.error, file));
  const { seeds } = file as { readonly seeds?: unknown };
  check.list(`${path}: seeds`, seeds);
  requireDistinctSeeds(seeds as readonly number[], path);
  check.text(`${path}: backend`, (file as { readonly backend?: unknown }).backend);
  check.object(`${path}: base`, (file as { readonly base?: unknown }).base);
}

/** @throws UsageError naming a seed that stands twice: both runs would be the same */
function requireDistinctSeeds(seeds: readonly number[], path: string): void {
  const twice = seeds.find((one, i) => seeds.indexOf(one) !== i);
  if (twice !== undefined) {
    throw wrongSetting(`${path}: seeds`, `${twice} stands twice; give each seed once`);
  }
}

/** What is wrong with something that a schema refused, in one line. */
function problems(error: z.ZodError, content: unknown): string {
  // Of two complaints about one place the later one is the narrower: an amount beyond all numbers is above its own limit, too.
  const places = new Map(error.issues.map((issue) => [issue.path.join('.'), issue]));
  return [...places.values()]
    .slice(0, 3)
    .map((issue) => {
      const { path } = issue;
      const place = path.length === 0 ? '' : `${path.join('.')}: `;
      if (path[0] === 'list' && path.length === 3 && path[2] === 'name' && isNameless(content, path)) {
        return `list.${String(path[1])}: has no name; give it one, as in name: plain`;
      }
      if (issue.code !== 'unrecognized_keys') return `${place}${schemaComplaint(issue, content)}`;
      return `${place}${issue.keys[0]} is an unknown setting${keysMeant(issue.keys, path)}`;
    })
    .join('; ');
}

function isNameless(content: unknown, path: readonly PropertyKey[]): boolean {
  const { list } = content as { readonly list: readonly Readonly<Record<string, unknown>>[] };
  return list[Number(path[1])]?.name === undefined;
}

/** What keys there are, of the file or of one of its entries. */
function keysMeant(keys: readonly string[], path: readonly PropertyKey[]): string {
  const known =
    path.length === 0
      ? Object.keys(sweepFile.shape)
      : [...Object.keys(entry.shape), ...(path[0] === 'list' ? ['name'] : [])];
  return didYouMean(keys[0]!, known) || `; there are ${known.join(', ')}`;
}
