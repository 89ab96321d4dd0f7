// b batch, k level from the top, i child of a level, counted through the programs of one tree
import type { ParseNode, ParseTree, Presence, TreePresence } from '@rnp/recursive-decoder';

/** Each child of each level. */
export function allThere(childrenPerLevel: readonly number[]): TreePresence {
  let count = 1;
  return childrenPerLevel.map((t) => {
    count *= t;
    return new Array<boolean>(count).fill(true);
  });
}

/** The same without a child of level k, and without all below it. */
export function withoutChild(there: TreePresence, k: number, child: number): TreePresence {
  return there.map((level, at) => {
    if (at < k) return level;
    const below = level.length / there[k]!.length;
    return level.map((is, i) => is && Math.floor(i / below) !== child);
  });
}

/** How many children of each level are there, top first. */
export function countsOf(there: TreePresence): readonly number[] {
  return there.map((level) => level.filter(Boolean).length);
}

/**
 * Which children of trees are there, of all levels; undefined where all of all are.
 *
 * @param trees of a model with so many children per level, or with its first levels alone, none of whose children is absent then
 */
export function presenceOf(
  trees: readonly ParseTree[],
  childrenPerLevel: readonly number[],
): Presence | undefined {
  if (!trees.some(({ root }) => lacksChildren(root))) return undefined;
  return trees.map(({ root }) => {
    let programs: readonly Told[] = [root];
    return childrenPerLevel.map((t) => {
      programs = programs.flatMap((program) => childrenOf(program, t));
      return programs.map((program) => program !== 'absent');
    });
  });
}

/** Whether a child of a node, or of one below it, is absent. */
export function lacksChildren({ children, silent = [] }: ParseNode): boolean {
  return silent.length > 0 || children.some(lacksChildren);
}

/** A node; one that is not there; or one that is, of which a tree does not tell. */
type Told = ParseNode | 'absent' | 'untold';

function childrenOf(node: Told, t: number): readonly Told[] {
  if (typeof node === 'string') return new Array<Told>(t).fill(node);
  const absent = new Set(node.silent?.map(({ step }) => step));
  return Array.from({ length: t }, (_, i): Told => {
    if (absent.has(i + 1)) return 'absent';
    return node.children.find(({ step }) => step === i + 1) ?? 'untold';
  });
}
