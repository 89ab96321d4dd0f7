import { isRnpError, meant, RnpError } from '@rnp/errors';
import { defaultScenesOptions, readScenesOptions, type ScenesOptions } from '../scenes/scenesOptions.js';

/** Scenes as a line of text names them. */
export interface ScenesSpec {
  /** Names of the data sets that they are made of. */
  readonly of: readonly string[];
  /** Settings that differ from the defaults. */
  readonly options: Omit<ScenesOptions, 'length'>;
  /** How many scenes each split has. */
  readonly splits: { readonly train: number; readonly test: number };
}

/** 'scenes', or 'scenes?…': what lies in a folder of that name is ./scenes. */
export function isScenesSpec(name: string): boolean {
  return /^scenes(\?|$)/.test(name);
}

const defaultSplits = Object.freeze({ train: defaultScenesOptions.length, test: 2000 });

/** What each setting is, and how it is read; a reader gives undefined for what it does not take. */
const settings: Readonly<
  Record<string, { readonly what: string; readonly read: (text: string) => unknown }>
> = {
  of: { what: 'data sets, such as mnist or mnist+fashion-mnist', read: (text) => text.split('+') },
  count: { what: 'a number or a range, such as 0-2', read: (text) => rangeOf(text, '-', /^\d+$/) },
  canvas: { what: 'HEIGHTxWIDTH or one number, such as 50', read: (text) => rangeOf(text, 'x', /^\d+$/) },
  overlap: { what: 'yes or no', read: (text) => ({ yes: true, no: false })[text] },
  background: {
    what: 'none, clutter, gradient or texture',
    read: among('none', 'clutter', 'gradient', 'texture'),
  },
  compositing: { what: 'over or sum', read: among('over', 'sum') },
  scale: { what: 'a number or a range, such as 0.8-1.2', read: (text) => rangeOf(text, '-', decimal) },
  rotate: { what: 'a number of degrees', read: (text) => numberOf(text, decimal) },
  seed: { what: 'a number', read: (text) => numberOf(text, /^\d+$/) },
  train: { what: 'a number of scenes', read: (text) => numberOf(text, /^\d+$/) },
  test: { what: 'a number of scenes', read: (text) => numberOf(text, /^\d+$/) },
};

const names = Object.keys(settings);

/**
 * Reads scenes from one line, such as 'scenes' or
 * 'scenes?of=mnist+fashion-mnist&count=0-2&canvas=50&overlap=no&background=clutter&compositing=over&scale=0.8-1.2&rotate=10&seed=0&train=20000&test=2000'.
 * A setting that is left out has the default of `scenes`; `of` is digits, which come with the package.
 *
 * @param known names of the data sets that scenes can be made of
 * @throws RnpError `RNP_CONFIG` for an unknown setting, one given twice, or an invalid value, each by its name
 */
export function parseScenesSpec(spec: string, known: readonly string[]): ScenesSpec {
  const given: Record<string, unknown> = {};
  for (const part of spec === 'scenes' ? [] : spec.slice('scenes?'.length).split('&')) {
    const [name = '', text, ...more] = part.split('=');
    if (part === '') throw refused(spec, "a setting is missing after '?' or '&', such as count=0-2");
    if (text === undefined && Object.hasOwn(settings, name)) {
      throw refused(spec, `${name} has no value; it is ${settings[name]!.what}`);
    }
    if (text === undefined || more.length > 0 || !Object.hasOwn(settings, name)) {
      throw refused(spec, `'${part}' is no setting of scenes${meant(name, names)}`);
    }
    if (Object.hasOwn(given, name)) throw refused(spec, `${name} is given twice; give it once`);
    const { what, read } = settings[name]!;
    const value = read(text);
    if (value === undefined) throw refused(spec, `${name} is ${what}, not '${text}'`);
    given[name] = value;
  }
  const { of = ['digits'], train = defaultSplits.train, test = defaultSplits.test, ...options } = given;
  requireSources(of as readonly string[], known, spec);
  for (const [split, length] of Object.entries({ train, test }))
    inItsWords(spec, () => readScenesOptions({ ...options, length: length as number }), split);
  return {
    of: of as readonly string[],
    options,
    splits: { train: train as number, test: test as number },
  };
}

/** @throws RnpError `RNP_CONFIG` for what is no data set, and for one that is named twice */
function requireSources(of: readonly string[], known: readonly string[], spec: string): void {
  for (const [i, name] of of.entries()) {
    if (!known.includes(name)) {
      throw refused(
        spec,
        `of names no data set '${name}'; choose among ${known.join(', ')}. In a program, scenes() also takes a folder${meant(name, known)}`,
      );
    }
    if (of.indexOf(name) < i) {
      throw refused(spec, `of names ${name} twice; data sets take part equally, so name each once`);
    }
  }
}

/**
 * What a call gives; an error about an option of `scenes` has the name that the setting has in a line.
 *
 * @param split whose length it is given
 */
export function inItsWords<Result>(spec: string, call: () => Result, split = 'train or test'): Result {
  try {
    return call();
  } catch (error) {
    const option = isRnpError(error) ? /^options\.(\w+)/.exec(error.path ?? '')?.[1] : undefined;
    if (option === undefined || !isRnpError(error)) throw error;
    throw refused(spec, `${option === 'length' ? split : option} ${error.complaint}`);
  }
}

const decimal = /^(\d+\.?\d*|\.\d+)$/;

/** One of these words. */
function among(...words: readonly string[]): (text: string) => string | undefined {
  return (text) => words.find((one) => one === text);
}

function numberOf(text: string, form: RegExp): number | undefined {
  return form.test(text) ? Number(text) : undefined;
}

/** One number, or two. */
function rangeOf(text: string, between: string, form: RegExp): number | readonly number[] | undefined {
  const parts = text.split(between);
  if (parts.length > 2 || !parts.every((part) => form.test(part))) return undefined;
  return parts.length === 1 ? Number(parts[0]) : parts.map(Number);
}

function refused(spec: string, complaint: string): RnpError {
  return new RnpError(
    'RNP_CONFIG',
    `${spec}: ${complaint}${complaint.endsWith('?') ? '' : '.'} Settings of scenes: ${names.map((name) => `${name}=…`).join('&')}`,
  );
}
