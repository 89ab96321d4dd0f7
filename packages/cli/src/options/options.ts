import type { NumberDescription } from '@rnp/errors';
import { preprocessingWords, type Words } from '@rnp/images';
import { modelNames } from '@rnp/models';
import { type Split, splits } from '@rnp/runs/data';
import { anyOf } from '@rnp/runs/outputs';
import { requireBackendNames, settingTable } from '@rnp/runs/settings';
import { defaultMaxObjects, defaultPresence, type EvaluateModelOptions, maxPartCost } from '@rnp/runs/use';
import { InvalidArgumentError, Option } from 'commander';
import { outPlace } from './outPlace.js';

/** Options that several commands share; each is worded once. */

export const modelMeaning: string = `a trained model (${modelNames.join(', ')}), or the folder of a run, the model folder in it, or a model in one file`;

/** What there is to choose from, for whoever has named no model. */
export const modelChoices: string = `--model: ${modelNames.join(', ')}, or the folder of a run`;

export function modelOption(): Option {
  return new Option('--model <name>', modelMeaning).makeOptionMandatory();
}

export function dataOption(meaning: string): Option {
  return new Option('--data <name>', `${meaning}, or a folder of images`);
}

function classOption(): Option {
  return new Option(
    '--class',
    'the arguments are classes of the data, all by name or all by number: the first image of the class, then the next',
  );
}

function splitOption(fallback: Split = 'test'): Option {
  return new Option('--split <split>', 'part of the data').choices(splits).default(fallback);
}

export function outOption(meaning: string): Option {
  return new Option('--out <dir>', meaning).argParser(outPlace);
}

/** A whole number from `min`, 1 unless given: `--limit <n>`. */
export function countOption(flags: string, meaning: string, min = 1): Option {
  return new Option(flags, meaning).argParser(wholeNumber(min));
}

/** Of commands that measure or map a data set. */
export function limitOption(meaning = 'measure only the first n images; all are read before'): Option {
  return countOption('--limit <n>', meaning);
}

/** `--out` of a command that writes `files`, of which each with one of the endings can be asked for alone, and `--overwrite`. */
export function outputOptions(
  files: string,
  endings: readonly string[],
  fallback: string,
  overwrite?: string,
): readonly Option[] {
  return [
    new Option(
      '--out <path>',
      `folder for ${files} (default: ${fallback}); or a name that ends in ${anyOf(endings)}: write only that file`,
    ).argParser(outPlace),
    overwriteOption(overwrite),
  ];
}

export function seedOption(meaning: string): Option {
  return countOption('--seed <n>', meaning, 0);
}

/** A setting of a whole number as an option of its own: `--steps <n>`. Its meaning and its range are those of its row. */
export function settingOption(name: 'steps' | 'seed' | 'workers', more: string): Option {
  const { meaning, described } = settingTable.find((one) => one.name === name)!;
  const { min } = described as NumberDescription;
  return countOption(`--${name} <n>`, `${meaning} (${more})`, min);
}

/** An option that a call of @rnp/runs has by another name: the flags of a command are the options of its call. */
class OptionOf extends Option {
  readonly #name: string;

  constructor(name: string, flags: string, meaning: string) {
    super(flags, meaning);
    this.#name = name;
  }

  override attributeName(): string {
    return this.#name;
  }
}

export function backendOption(): Option {
  return backendsOption(
    'TensorFlow.js backend, or several in order of preference: wasm, cpu, tensorflow, tensorflow-gpu',
  ).default(undefined, 'wasm');
}

/** Names of backends with commas between. */
export function backendsOption(meaning: string): Option {
  return new OptionOf('backends', '--backend <names>', meaning).argParser(
    (value: string): readonly string[] => requireBackendNames(value.split(',').map((name) => name.trim())),
  );
}

export function jsonOption(meaning: string): Option {
  return new Option('--json', `${meaning}; an error is the last line on stderr, as JSON`);
}

export function inferOption(): Option {
  return countOption(
    '--infer <steps>',
    'look closely: move programs and all their parts by this many steps down the prediction errors; slower, and fewer than 10 may change little',
    0,
  );
}

/** Stands for the cost that follows the model's precisions. */
const defaultCost = `${defaultPresence.cost} × the precision of a pixel, 1 unless learned`;

/** What a part has to save to stay: `--presence [cost]`. @param limits what it does not go with, for its help */
export function presenceOption(limits = ''): Option {
  return new Option(
    '--presence [cost]',
    `keep only the parts that are needed: each must lower the energy by more than it costs; one cost, or a list for the first part, the second, …; looks closely, by 50 steps unless --infer says otherwise${limits}`,
  )
    .argParser(presenceOf)
    .preset(defaultCost);
}

/** At how many levels parts have to save what they cost: `--presence-levels <n>`. */
export function presenceLevelsOption(): Option {
  return countOption(
    '--presence-levels <n>',
    'with --presence: 2 keeps only the parts of parts that are needed, too, and so on down (default: 1)',
    1,
  );
}

/** Reads one cost, or several with commas between. How many there may be, the model says. */
function presenceOf(value: string): NonNullable<EvaluateModelOptions['presence']> {
  if (value === defaultCost) return {};
  const costs = value.split(',').map((cost) => (cost.trim() === '' ? Number.NaN : Number(cost)));
  if (costs.every((cost) => Math.abs(cost) <= maxPartCost))
    return { cost: costs.length === 1 ? costs[0]! : costs };
  throw new InvalidArgumentError(
    'It must be a number from -1e6 to 1e6, or several with commas between, such as 0.5,0.5,1,1.',
  );
}

/** A picture of several objects: `--objects [max]`, and how large they are. */
export function objectsOptions(): readonly Option[] {
  return [
    new Option(
      '--objects [max]',
      `find the objects of a photograph or scan, such as digits on paper, and parse each; ${defaultMaxObjects} at most unless given (default --model: mnist)`,
    )
      .argParser(wholeNumber(1, 100))
      .preset(String(defaultMaxObjects)),
    countOption(
      '--size <pixels>',
      'with --objects: the larger side of an object in pixels of the picture (default: as its pieces of ink are)',
    ),
  ];
}

/** Objects of scenes whose truth is known: as `objectsOptions`, and what makes clutter no object. */
export function sceneObjectsOptions(): readonly Option[] {
  return [
    new Option(
      '--objects [max]',
      `measure how objects are found in --data 'scenes?…', of whose objects the model is: counts, pixels, figure and ground; ${defaultMaxObjects} a scene at most unless given`,
    )
      .argParser(wholeNumber(1, 100))
      .preset(String(defaultMaxObjects)),
    countOption(
      '--size <pixels>',
      'with --objects: the larger side of an object in pixels of the scene (default: as in the model’s images)',
    ),
    new Option(
      '--ground <kind>',
      'with --objects: what lies behind objects; wide is light and texture wider than strokes (default: none)',
    ).choices(['none', 'wide']),
    new Option(
      '--object-cost <energy>',
      'with --objects: the energy that one more object must save (default: 7)',
    ).argParser(positiveNumber),
  ];
}

/** How a picture becomes one that a model takes. */
function pictureOptions(): readonly Option[] {
  const { fit, ink, invert, background } = preprocessingWords;
  return [
    prepared(
      '--fit <how>',
      'the whole picture with black beside it, its middle, or the whole picture stretched',
      fit,
    ),
    prepared('--ink <cut>', 'cut a drawing out of its page, with the size and place of MNIST’s digits', ink),
    prepared('--invert <when>', 'invert dark ink on paper to light ink on black', invert),
    prepared('--background <colour>', 'colour where a PNG is transparent', background),
  ];
}

/** Pictures are prepared as those that the model learned from, unless one of these says otherwise. */
function prepared(flag: string, meaning: string, words: Words<unknown>): Option {
  return new Option(flag, `${meaning} (default: as in the model’s training)`).choices(Object.keys(words));
}

/** Of commands that take two images: what an index points to, and how a picture is read. */
export function twoImageOptions(): readonly Option[] {
  const data = dataOption('data set of the indices (default: the one the model learned from)');
  return [data, splitOption(), classOption(), ...pictureOptions()];
}

/**
 * Of commands that take one image apart: the model, what an index points to, how the image is read and looked at.
 *
 * @param presenceLimits what --presence does not go with
 */
export function oneImageOptions(presenceLimits?: string): readonly Option[] {
  return [
    new Option('--model <name>', `${modelMeaning} (default: the trained model that draws the image best)`),
    dataOption('data set of the index (default: the one the model learned from; without --model, digits)'),
    splitOption(),
    inferOption(),
    presenceOption(presenceLimits),
    presenceLevelsOption(),
    ...pictureOptions(),
  ];
}

/** Of commands that measure or map a model on data. */
export function measuredDataOptions(): readonly Option[] {
  return [
    modelOption(),
    dataOption('data set (default: the one that the model learned from)'),
    splitOption(),
  ];
}

/** Reads a whole number of at least `min`, and at most `max`; also as 1e3. */
export function wholeNumber(min: number, max: number = Number.MAX_SAFE_INTEGER): (value: string) => number {
  return (value) => {
    const read = /^\d+(e\+?\d+)?$/i.test(value) ? Number(value) : Number.NaN;
    if (!(read >= min && read <= max)) {
      // What a number holds exactly is an end that nobody asks for, but for whoever is beyond it.
      const isEndless = max === Number.MAX_SAFE_INTEGER && !(read > max);
      const range = isEndless ? `of at least ${min}` : `from ${min} to ${max}`;
      throw new InvalidArgumentError(`It must be a whole number ${range}.`);
    }
    return read;
  };
}

/** Reads a number above 0. */
export function positiveNumber(value: string): number {
  const read = value.trim() === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(read) || read <= 0) throw new InvalidArgumentError('It must be a number above 0.');
  return read;
}

/** Of commands that write files. */
export function overwriteOption(meaning = 'replace existing files with other content'): Option {
  return new Option('--overwrite', meaning);
}

/** Values without those that are not given: a call's options are checked by name, and one that is not said is not there. */
export function given<Values extends object>(values: Values): Given<Values> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Given<Values>;
}

type Given<Values> = { [Name in keyof Values]?: Exclude<Values[Name], undefined> };
