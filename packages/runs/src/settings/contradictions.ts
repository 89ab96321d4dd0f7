import { type NamedOption, option, type Wording, worded } from '@rnp/errors';
import { UsageError } from '../errors.js';
import type { SettingSources, Settings } from './settingTypes.js';

/** Settings that decide one thing: what is said later takes the earlier one's place. */
const sameThing: readonly (readonly string[])[] = [
  ['levels', 'childrenPerLevel'],
  ['steps', 'epochs'],
  ['leaf', 'patch'],
];

/** Whether two settings decide one thing, as a setting and itself do. */
export function decideTheSame(one: string, other: string): boolean {
  return one === other || sameThing.some((names) => names.includes(one) && names.includes(other));
}

/**
 * Sees that what stands in one place, one `set`, a file, an entry of a sweep or one combination of its grid, does not say two things
 * about the same: of one of them nobody would hear again. What is said in two places is no contradiction: the later place wins.
 *
 * @param set `name=value`, in order; `minutes` is an option of a run, and a length as `steps` is
 * @param path of the place, named in errors
 * @throws UsageError naming both
 */
export function requireNoContradiction(set: readonly string[], path?: string): void {
  const contradiction = (complaint: string): UsageError =>
    new UsageError(complaint, { code: 'RNP_CONFIG', ...(path !== undefined && { path }) });
  const said = new Map(set.map((one) => [nameOf(one), saidIn(one)]));
  const [levels, children] = [said.get('levels'), said.get('childrenPerLevel')];
  if (levels !== undefined && children !== undefined) {
    const depth = children.split(',').length;
    if (Number(levels) !== depth) {
      throw contradiction(
        `levels=${levels} and childrenPerLevel=${children}, of ${depth}, are two depths; give one of them`,
      );
    }
  }
  const lengths = ['minutes', 'steps', 'epochs'].flatMap((name) =>
    said.has(name) ? [`${name}=${said.get(name)}`] : [],
  );
  if (lengths.length > 1) {
    throw contradiction(`${lengths[0]} and ${lengths[1]} are two lengths of a run; give one of them`);
  }
  const [leaf, patch] = [said.get('leaf'), said.get('patch')];
  if (leaf !== undefined && patch !== undefined && leaf !== 'dense') {
    throw contradiction(`patch=${patch} is of leaf=dense, not of leaf=${leaf}; give one of them`);
  }
}

/**
 * Sees that `set` and the options with names of their own, which stand beside each other, say one thing of each setting.
 *
 * @param minutes length of the run, an option beside the settings
 * @throws UsageError naming both
 */
export function requireOneSaying(
  { set = [], steps, seed, workers }: Pick<SettingSources, 'set' | 'steps' | 'seed' | 'workers'>,
  minutes?: number,
): void {
  const own = Object.entries({ steps, seed, workers, minutes }).filter(([, value]) => value !== undefined);
  const said = new Map(
    own.map(([name, value]): [string, Said] => [name, [String(value), option(name, value)]]),
  );
  for (const one of set) {
    const [name, value] = [nameOf(one), saidIn(one)];
    const [before, by] = said.get(name) ?? [];
    if (before !== undefined && plain(before) !== plain(value)) throw twoValues(name, by!, one);
    if (before === undefined) said.set(name, [value, one]);
  }
  requireNoContradiction([...said].map(([name, [value]]) => `${name}=${value}`));
}

/** A value as text, and what said it. */
type Said = readonly [value: string, by: string | NamedOption];

function twoValues(name: string, by: string | NamedOption, one: string): UsageError {
  const both: Wording =
    typeof by === 'string' ? worded`${option('set', [by, one])}` : worded`${by} and ${option('set', [one])}`;
  return new UsageError(worded`${both}: two values of ${name}; give one of them`, { code: 'RNP_CONFIG' });
}

function saidIn(assignment: string): string {
  return assignment.replace(/^[^=]*=/, '').trim();
}

/** The same text for the same numbers: of `1e-2` and `0.01`, of `5, 4` and `5,4`. */
function plain(value: string): string {
  const items = value.split(',').map((item) => item.trim());
  return items.map((item) => (item === '' || Number.isNaN(Number(item)) ? item : Number(item))).join();
}

/** Of `name=value`. */
export function nameOf(assignment: string): string {
  return assignment.split('=', 1)[0]!.trim();
}

/** What settings in objects say of things that two settings decide, as `set` says it; their types may not have been looked at yet. */
export function assignmentsIn({ model = {}, training = {}, epochs }: Partial<Settings>): readonly string[] {
  const { steps } = training;
  const { childrenPerLevel, leaf } = model;
  return [
    ...(Array.isArray(childrenPerLevel)
      ? [`childrenPerLevel=${childrenPerLevel.map(String).join(',')}`]
      : []),
    ...(typeof steps === 'number' ? [`steps=${steps}`] : []),
    ...(typeof epochs === 'number' ? [`epochs=${epochs}`] : []),
    ...(typeof leaf?.kind === 'string' ? [`leaf=${leaf.kind}`] : []),
  ];
}
