import { isRnpError, meant, RnpError } from '@rnp/errors';
import { preprocessingWords } from '@rnp/images';
import { check } from '../../checks.js';
import {
  defaultImagesOptions,
  type ImagesOptions,
  requireImagesOptions,
} from '../../pictures/imagesOptions.js';

/**
 * A folder of images and how it is read. One line of text holds it (`formatFolderSpec`), so a run can keep it
 * and open the folder again.
 */
export interface FolderSpec {
  readonly folder: string;
  /** The settings that differ from the defaults of `images`. */
  readonly options: Omit<ImagesOptions, 'split' | 'signal' | 'onProgress'>;
}

/**
 * Reads a folder and its settings from one line, such as 'photos' or
 * 'photos?size=50x50&colour=yes&fit=cover&invert=no&background=black&ink=no&splits=no&bad=skip&test=0.1&seed=3'.
 * `size` is HEIGHTxWIDTH, or one number for both. A setting that is left out has the default of `images`.
 *
 * @throws RnpError `RNP_CONFIG` for an unknown setting, one given twice, or an invalid value
 */
export function parseFolderSpec(spec: string): FolderSpec {
  check.text('spec', spec);
  // The way to a folder may hold a '?', too.
  const mark = spec.search(/\?[^/\\?]*$/);
  const folder = mark < 0 ? spec : spec.slice(0, mark);
  const settings = new Map<string, string>();
  for (const part of mark < 0 ? [] : spec.slice(mark + 1).split('&')) {
    const [typed = '', value, ...more] = part.split('=');
    const name = typed === 'color' ? 'colour' : typed;
    if (value === undefined && names.includes(name)) {
      throw refused(spec, `${name} has no value; give ${name}=…`);
    }
    if (value === undefined || more.length > 0 || !names.includes(name)) {
      throw refused(spec, `'${part}' is no setting of a folder${meant(name, names)}`);
    }
    const before = settings.get(name);
    // Of two nobody would hear of the first.
    if (before !== undefined)
      throw refused(spec, `${name} is given twice, ${before} and ${value}; give it once`);
    settings.set(name, value);
  }
  const choice = <Value>(name: string, values: Readonly<Record<string, Value>>): Value | undefined => {
    const given = settings.get(name);
    if (given === undefined) return undefined;
    if (Object.hasOwn(values, given)) return values[given];
    throw refused(spec, `${name} is one of ${Object.keys(values).join(', ')}, not '${given}'`);
  };
  const number = (name: string): number | undefined => {
    const given = settings.get(name);
    if (given === undefined) return undefined;
    if (/^\d*\.?\d+$/.test(given)) return Number(given);
    throw refused(spec, `${name} is a number, not '${given}'`);
  };
  const size = sizeOf(settings.get('size'), spec);
  const channels = choice('colour', preprocessingWords.colour);
  const fit = choice('fit', preprocessingWords.fit);
  const invert = choice('invert', preprocessingWords.invert);
  const background = choice('background', preprocessingWords.background);
  const ink = choice('ink', preprocessingWords.ink);
  const splits = choice('splits', { yes: true, no: false } as const);
  const skipBad = choice('bad', { skip: true, refuse: false } as const);
  const testFraction = number('test');
  const seed = number('seed');
  const options = {
    ...(size !== undefined && { size }),
    ...(channels !== undefined && { channels }),
    ...(fit !== undefined && { fit }),
    ...(invert !== undefined && { invert }),
    ...(background !== undefined && { background }),
    ...(ink !== undefined && { ink }),
    ...(splits !== undefined && { splits }),
    ...(skipBad !== undefined && { skipBad }),
    ...(testFraction !== undefined && { testFraction }),
    ...(seed !== undefined && { seed }),
  };
  try {
    requireImagesOptions({ ...defaultImagesOptions, invert: 'auto', ...options });
  } catch (error) {
    throw inItsWords(error, spec);
  }
  return { folder, options };
}

/**
 * Writes a folder and its settings as the line that `parseFolderSpec` reads. Options that are left out are
 * left out of the line.
 *
 * @throws RnpError `RNP_CONFIG` if it is not a folder with its options
 */
export function formatFolderSpec(spec: FolderSpec): string {
  check.object('spec', spec);
  const { folder, options } = spec;
  check.text('spec.folder', folder);
  check.object('spec.options', options);
  const { size, channels, fit, invert, background, ink, splits, skipBad, testFraction, seed } = options;
  const yes = (value: boolean): string => (value ? 'yes' : 'no');
  const settings: readonly (readonly [name: string, value: string | number | undefined])[] = [
    ['size', size?.join('x')],
    ['colour', channels && yes(channels === 3)],
    ['fit', fit],
    ['invert', typeof invert === 'boolean' ? yes(invert) : invert],
    ['background', background],
    ['ink', ink === undefined ? undefined : yes(ink)],
    ['splits', splits === undefined ? undefined : yes(splits)],
    ['bad', skipBad === undefined ? undefined : skipBad ? 'skip' : 'refuse'],
    ['test', testFraction],
    ['seed', seed],
  ];
  const given = settings.filter(([, value]) => value !== undefined).map((pair) => pair.join('='));
  return given.length === 0 ? folder : `${folder}?${given.join('&')}`;
}

const names: readonly string[] = [
  'size',
  'colour',
  'fit',
  'invert',
  'background',
  'ink',
  'splits',
  'bad',
  'test',
  'seed',
];

/** 'HxW', or one number for both. */
function sizeOf(given: string | undefined, spec: string): readonly [number, number] | undefined {
  if (given === undefined) return undefined;
  const [, height, width] = /^(\d+)(?:x(\d+))?$/.exec(given) ?? [];
  if (height === undefined) throw refused(spec, `size is HEIGHTxWIDTH, such as 50x50, not '${given}'`);
  return [Number(height), Number(width ?? height)];
}

/** An error about an option of `images`, by the name that the setting has in a spec. */
function inItsWords(error: unknown, spec: string): unknown {
  if (!isRnpError(error)) return error;
  const typed: Readonly<Record<string, string>> = {
    channels: 'colour',
    skipBad: 'bad',
    testFraction: 'test',
  };
  const option = /^options\.(\w+)/.exec(error.path ?? '')?.[1];
  if (option === undefined || !error.complaint.startsWith('must')) return error;
  return refused(spec, `${typed[option] ?? option} ${error.complaint}`);
}

function refused(spec: string, complaint: string): RnpError {
  return new RnpError(
    'RNP_CONFIG',
    `${spec}: ${complaint}${complaint.endsWith('?') ? '' : '.'} A folder's settings: ${names.map((name) => `${name}=…`).join('&')}`,
  );
}
