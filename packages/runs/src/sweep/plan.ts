import type { DataContent } from '@rnp/datasets/node';
import { isRnpError, worded } from '@rnp/errors';
import { sha256 } from '@rnp/files/node';
import { check } from '../checks.js';
import { contentOf, type OpenDataOptions } from '../data/openData.js';
import { fittingTo, type OwnFolder, ownFolder } from '../data/ownPictures.js';
import { type UsageCode, UsageError } from '../errors.js';
import type { DataEvent, Listener } from '../events.js';
import { defaultRecipe, ownPicturesName } from '../recipes/recipes.js';
import { requireOwnFolder } from '../run/requireSettings.js';
import { requireBackendNames } from '../settings/backendNames.js';
import type { EvaluateEvery } from '../settings/bookkeeping.js';
import { checkedSettings } from '../settings/checkedSettings.js';
import { checkSources } from '../settings/checkSources.js';
import { fromRecipe, merge, resolveSettings } from '../settings/settings.js';
import type { Settings } from '../settings/settingTypes.js';
import { requireSweepFile, type SettingValue, type SweepEntry, type SweepFile } from './file.js';
import { laidOver } from './laidOver.js';
import { requireHeard, type SweepOver, textOf } from './requireHeard.js';
import { runKey } from './runKey.js';
import { workOf } from './workOf.js';

/** A run of a sweep. */
export interface SweepRun {
  /** Path of its folder in `runs/`: setting/seed-N. */
  readonly name: string;
  /** Name of its setting; runs that differ only in their seeds have the same. */
  readonly setting: string;
  readonly settings: Settings;
  readonly seed: number;
  /** Digest of the images (`dataContent`). */
  readonly digest: string;
  /** The run's key (`runKey`). */
  readonly key: string;
}

/** All runs of a sweep, with their settings. */
export interface SweepPlan {
  readonly name: string;
  /** A sentence for the report. */
  readonly about: string | null;
  /** The names of the settings, in order. */
  readonly settings: readonly string[];
  /** The runs in the order of the settings, each setting with all seeds. */
  readonly runs: readonly SweepRun[];
  /** The content of each data set of the runs, by `settings.data`. */
  readonly contents: ReadonlyMap<string, DataContent>;
  readonly backend: string;
  /** Steps between measurements on held-out images; null for none before the end. */
  readonly evaluateEvery: EvaluateEvery | null;
}

/** Letters of a setting's name in a message. */
const maxShown = 200;

/** Of one sweep; more are a mistake in a grid. */
const maxRuns = 10_000;

/**
 * Plans a sweep: all its runs, with their settings merged and checked, and the content of their data.
 *
 * @param path of the file, named in errors
 * @param over settings beside the file, which win over its own
 * @param listen gets events about the data that is read
 * @throws RnpError RNP_CONFIG if it is not a sweep; UsageError for a wrong setting, a setting that has no
 *   effect, two equal runs, or more than 10,000 runs
 */
export async function sweepPlan(
  file: SweepFile,
  path: string,
  over: SweepOver = {},
  listen?: Listener<DataEvent>,
): Promise<SweepPlan> {
  requireSweepFile(file, path);
  checkSources('over', over, ['recipe', 'config', 'base', 'seed']);
  if (listen !== undefined) check.callable('listen', listen);
  const { name, about = null, seeds, backend, evaluateEvery = null } = file;
  // Counted before it is built: a few short lists make more settings than memory holds.
  const count = settingsIn(file) * seeds.length;
  if (count > maxRuns) {
    const many = Number.isSafeInteger(count) ? count.toLocaleString('en') : 'far too many';
    throw new UsageError(
      `${path}: these are ${many} runs, more than ${maxRuns.toLocaleString('en')}; make several sweeps`,
    );
  }
  requireBackendNames([backend]);
  requireHeard(file, over, path);
  const entries = entriesOf(file);
  const folders = folderNames(entries.map((one) => one.name));
  const told: OpenDataOptions =
    listen === undefined
      ? {}
      : { onProgress: (progress) => listen({ type: 'data', part: 'content', progress }) };
  const owns = new Map<string, OwnFolder | null>();
  const runs: SweepRun[] = [];
  const works = new Map<SweepRun, string>();
  const contents = new Map<string, DataContent>();
  for (const { name: setting, ...entry } of entries) {
    const where = `${path}: ${setting.length > maxShown ? `${setting.slice(0, maxShown)}…` : setting}`;
    const recipe = entry.preset ?? file.base.preset ?? defaultRecipe;
    const start = fromRecipe(recipe);
    const plain = at(where, () => laidOver(start, file.base, entry, where));
    const asked = over.data ?? plain.data;
    at(where, () => requireOwnFolder(asked));
    if (!owns.has(asked)) owns.set(asked, await ownFolder(asked, listen === undefined ? {} : { listen }));
    const own = owns.get(asked) ?? null;
    // What `train` would take of a folder of one's own pictures; settings of the file and of the command line win here, too.
    const fitting = own === null ? null : fittingTo(own, recipe === ownPicturesName);
    const laid =
      fitting === null
        ? plain
        : at(where, () => laidOver(merge(start, fitting.settings), file.base, entry, where));
    const taken = fitting === null ? {} : { data: fitting.data };
    for (const seed of seeds) {
      const settings = await resolveSettings({ ...over, ...taken, seed, base: laid });
      const { data } = settings;
      if (!contents.has(data)) contents.set(data, await contentOf(data, told));
      const { digest, imageShape, splits } = contents.get(data)!;
      const complete = at(where, () =>
        checkedSettings(settings, { imageShape, length: splits.train }, backend),
      );
      const run = `${folders.get(setting)}/seed-${seed}`;
      runs.push({ name: run, setting, seed, settings, digest, key: runKey(settings, backend, digest) });
      works.set(runs.at(-1)!, workOf(complete, digest));
    }
  }
  requireDistinct(runs, works, path);
  return { name, about, settings: entries.map((one) => one.name), runs, contents, backend, evaluateEvery };
}

/** How many settings `entriesOf` makes of a file. */
function settingsIn({ grid, list }: SweepFile): number {
  if (list !== undefined) return list.length;
  return Object.values(grid ?? {}).reduce((product, values) => product * values.length, 1);
}

/** @throws what `train` would say of it, with its code, naming the place in the file */
function at<T>(where: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isRnpError(error) || error.message.startsWith(where)) throw error;
    const choices = error instanceof UsageError ? error.choices : [];
    throw new UsageError(worded`${where}: ${error.wording}`, {
      code: error.code as UsageCode,
      choices,
      cause: error,
    });
  }
}

/** The settings of a sweep as a list, each with a name. */
function entriesOf({ name, grid, list }: SweepFile): readonly (SweepEntry & { readonly name: string })[] {
  if (list !== undefined) return list;
  if (grid === undefined) return [{ name }];
  return combinations(grid).map((set) => ({
    name: set.map(([setting, one]) => `${setting}=${textOf(one)}`).join(' '),
    set: Object.fromEntries(set),
  }));
}

type Setting = readonly [name: string, value: SettingValue];

/** One value of each list in every combination, the last list's values in turn first. */
function combinations(grid: NonNullable<SweepFile['grid']>): Setting[][] {
  const lists = Object.entries(grid);
  const backwards = [...lists].reverse();
  const count = lists.reduce((product, [, values]) => product * values.length, 1);
  return Array.from({ length: count }, (_, index) => {
    const set: Setting[] = [];
    let rest = index;
    for (const [name, values] of backwards) {
      set.push([name, values[rest % values.length]!]);
      rest = Math.floor(rest / values.length);
    }
    return set.reverse();
  });
}

/** Longer names some file systems do not take, with what lies in them. */
const maxFolderName = 80;
/** Windows takes these for devices. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Folders of settings, each its own, that every file system takes. A name that plain letters cannot say, or that another one has in
 * other capitals, goes with a few digits of its hash.
 */
function folderNames(settings: readonly string[]): ReadonlyMap<string, string> {
  const plain = (setting: string): string =>
    setting.replace(/[^A-Za-z0-9.,=+-]+/g, '_').replace(/^[._]+|[._]+$/g, '');
  const counts = new Map<string, number>();
  for (const setting of new Set(settings)) {
    const name = plain(setting).toLowerCase();
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return new Map(
    settings.map((setting) => {
      const name = plain(setting);
      const isSaid = /^[A-Za-z0-9.,=+ _-]+$/.test(setting) && name !== '' && name.length <= maxFolderName;
      if (isSaid && !reserved.test(name) && counts.get(name.toLowerCase()) === 1) return [setting, name];
      const hash = sha256(setting).slice(0, 8);
      return [setting, `${name.slice(0, maxFolderName) || 'setting'}-${hash}`];
    }),
  );
}

/** @param works what each run does, see `workOf` */
function requireDistinct(
  runs: readonly SweepRun[],
  works: ReadonlyMap<SweepRun, string>,
  path: string,
): void {
  const [names, done] = [new Map<string, SweepRun>(), new Map<string, SweepRun>()];
  for (const run of runs) {
    // Some file systems do not tell upper from lower case.
    const name = run.name.toLowerCase();
    const work = works.get(run)!;
    const [sameName, sameWork] = [names.get(name), done.get(work)];
    // Two of a grid have no names to change: 8 and "8" are one value.
    if (sameName?.setting === run.setting && works.get(sameName) === work) {
      throw new UsageError(`${path}: "${run.setting}" stands there twice; leave one away`);
    }
    if (sameName !== undefined) {
      throw new UsageError(
        `${path}: the settings "${sameName.setting}" and "${run.setting}" both have the folder ${run.name}; rename one`,
      );
    }
    if (sameWork !== undefined) {
      throw new UsageError(`${path}: ${sameWork.name} and ${run.name} are the same run; leave one away`);
    }
    names.set(name, run);
    done.set(work, run);
  }
}
