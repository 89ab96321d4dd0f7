import { type NamedOption, option, type Wording, worded } from '@rnp/errors';
import { UsageError } from '../errors.js';
import { decideTheSame, nameOf } from '../settings/contradictions.js';
import type { SettingSources } from '../settings/settingTypes.js';
import type { SettingValue, SweepEntry, SweepFile } from './file.js';

/** What is said of all runs of a sweep beside its file. */
export type SweepOver = Omit<SettingSources, 'recipe' | 'config' | 'base' | 'seed'>;

/**
 * Sees that all that is said of a sweep is heard: a seed among the settings would give way to the sweep's own seeds, and what
 * is said beside the file to a list of the grid would make runs whose names tell something else.
 *
 * @param path of the file, named in errors
 * @throws UsageError naming the setting and its place
 */
export function requireHeard(file: SweepFile, asked: SweepOver, path: string): void {
  const { base, grid = {}, list = [] } = file;
  if (Object.hasOwn(grid, 'seed')) throw seedAt(`${path}: grid.seed`, seedsOf(grid.seed!));
  requireNoSeed(base, `${path}: base`);
  for (const [i, entry] of list.entries()) requireNoSeed(entry, `${path}: list.${i}`);
  const over = saidOver(asked);
  const seed = over.find(({ name }) => name === 'seed');
  if (seed !== undefined) throw seedAt(seed.said, worded`say ${option('seeds', [seed.value])}`);
  for (const name of Object.keys(grid)) {
    const other = over.find((one) => decideTheSame(one.name, name));
    if (other === undefined) continue;
    throw new UsageError(
      worded`${path}: grid.${name}: ${other.said} would take the place of each of its values; give one of them`,
    );
  }
}

function requireNoSeed({ set = {}, training = {} }: SweepEntry, where: string): void {
  if (Object.hasOwn(set, 'seed')) throw seedAt(`${where}.set.seed`, seedsOf([set.seed!]));
  if (Object.hasOwn(training, 'seed')) throw seedAt(`${where}.training.seed`, seedsOf([training.seed]));
}

function seedsOf(values: readonly unknown[]): string {
  return `say seeds: [${values.map(String).join(', ')}]`;
}

function seedAt(place: string | NamedOption, advice: string | Wording): UsageError {
  return new UsageError(worded`${place}: each setting is run with each of the sweep’s seeds; ${advice}`);
}

/** A setting that is said beside the file, and by which option. */
interface Said {
  readonly name: string;
  readonly value: unknown;
  readonly said: NamedOption;
}

function saidOver({ set = [], data, steps, workers, settings = {} }: SweepOver): readonly Said[] {
  const { model = {}, training = {}, ...others } = settings;
  const of = (values: object, where: string): Said[] =>
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => ({ name, value, said: option(`${where}${name}`, value) }));
  return [
    ...set.map((one) => {
      const text = one.replace(/^[^=]*=/, '').trim();
      const value = /^\d+$/.test(text) ? Number(text) : text;
      return { name: nameOf(one), value, said: option('set', [one]) };
    }),
    ...of({ data, steps, workers }, ''),
    ...of(others, 'settings.'),
    ...of(model, 'settings.model.'),
    ...of(training, 'settings.training.'),
  ];
}

/** The settings of an entry as `set` takes them, in order. */
export function assignmentsOf(set: Readonly<Record<string, SettingValue>>): readonly string[] {
  return Object.entries(set).map(([name, value]) => `${name}=${textOf(value)}`);
}

/** A value as `set` takes it. */
export function textOf(value: SettingValue): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return 'none';
  return String(value);
}
