import { UsageError } from '../errors.js';

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
 * Sees that what stands in one place, one `set` or one combination of a grid, does not say two things about the same: of one of them
 * nobody would hear again. What is said in two places is no contradiction: the later place wins.
 *
 * @param set `name=value`, in order; of one name the last counts
 * @throws UsageError naming both
 */
export function requireNoContradiction(set: readonly string[]): void {
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
  const [steps, epochs] = [said.get('steps'), said.get('epochs')];
  if (steps !== undefined && epochs !== undefined) {
    throw contradiction(`steps=${steps} and epochs=${epochs} are two lengths of a run; give one of them`);
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

function contradiction(complaint: string): UsageError {
  return new UsageError(complaint, { code: 'RNP_CONFIG' });
}
