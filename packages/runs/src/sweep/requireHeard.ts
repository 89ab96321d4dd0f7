import { UsageError } from '../errors.js';
import { decideTheSame, nameOf } from '../settings/contradictions.js';
import type { SettingSources } from '../settings/settingTypes.js';
import type { SettingValue, SweepEntry, SweepFile } from './file.js';

/** What the command line says of all runs of a sweep. */
export type SweepOver = Omit<SettingSources, 'recipe' | 'config' | 'base' | 'seed'>;

/**
 * Sees that all that is said of a sweep is heard: a seed among the settings would give way to the sweep's own seeds, and what the
 * command line says to a list of the grid would make runs whose names tell something else.
 *
 * @param path of the file, named in errors
 * @throws UsageError naming the setting and its place
 */
export function requireHeard(file: SweepFile, over: SweepOver, path: string): void {
  const { base, grid = {}, list = [] } = file;
  if (Object.hasOwn(grid, 'seed')) throw seedAt(`${path}: grid.seed`, grid.seed!);
  requireNoSeed(base, `${path}: base`);
  for (const [i, entry] of list.entries()) requireNoSeed(entry, `${path}: list.${i}`);
  const said = saidOver(over);
  const seed = said.find(([name]) => name === 'seed');
  if (seed !== undefined) throw seedAt(`--set seed=${seed[1]}`, [], `say --seeds ${seed[1]}`);
  for (const name of Object.keys(grid)) {
    const other = said.find(([one]) => decideTheSame(one, name));
    if (other === undefined) continue;
    throw new UsageError(
      `${path}: grid.${name}: ${other[0]}=${other[1]} of the command line would take the place of each of its values; give one of them`,
    );
  }
}

function requireNoSeed({ set = {}, training = {} }: SweepEntry, where: string): void {
  if (Object.hasOwn(set, 'seed')) throw seedAt(`${where}.set.seed`, [set.seed!]);
  if (Object.hasOwn(training, 'seed')) throw seedAt(`${where}.training.seed`, [training.seed]);
}

function seedAt(
  place: string,
  values: readonly unknown[],
  advice = `say seeds: [${values.map(String).join(', ')}]`,
): UsageError {
  return new UsageError(`${place}: each setting is run with each of the sweep’s seeds; ${advice}`);
}

/** Names of settings and their values, as `--set` takes them. */
function saidOver({ set = [], data, steps, workers, settings = {} }: SweepOver): readonly [string, string][] {
  const { model = {}, training = {}, ...others } = settings;
  const named = Object.entries({ ...others, ...model, ...training, data, steps, workers });
  return [
    ...set.map((one): [string, string] => [nameOf(one), one.replace(/^[^=]*=/, '').trim()]),
    ...named
      .filter(([, value]) => value !== undefined)
      .map(([name, value]): [string, string] => [name, String(value)]),
  ];
}

/** The settings of an entry as `--set` takes them, in order. */
export function assignmentsOf(set: Readonly<Record<string, SettingValue>>): readonly string[] {
  return Object.entries(set).map(([name, value]) => `${name}=${textOf(value)}`);
}

/** A value as `--set` takes it. */
export function textOf(value: SettingValue): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return 'none';
  return String(value);
}
