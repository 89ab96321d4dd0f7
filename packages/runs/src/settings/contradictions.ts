import { UsageError } from '../errors.js';
import type { Settings } from './settingTypes.js';

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
 * @param set `name=value`, in order; of one name the last counts. `minutes` is an option of a run, and a length as `steps` is
 * @param path of the place, named in errors
 * @throws UsageError naming both
 */
export function requireNoContradiction(set: readonly string[], path?: string): void {
  const contradiction = (complaint: string): UsageError =>
    new UsageError(complaint, { code: 'RNP_CONFIG', ...(path !== undefined && { path }) });
  const said = new Map(set.map((one) => [nameOf(one), one.replace(/^[^=]*=/, '').trim()]));
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
