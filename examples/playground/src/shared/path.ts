import type { ParseNode, ParseTree } from '@rnp/recursive-decoder';

/** Child indices from the root down, counted from 0; empty for the whole image. */
export type Path = readonly number[];

export function samePath(a: Path | null, b: Path | null): boolean {
  return (
    a === b || (a !== null && b !== null && a.length === b.length && a.every((step, i) => step === b[i]))
  );
}

export function nodeAt(tree: ParseTree, path: Path): ParseNode {
  return path.reduce((node, index) => node.children[index]!, tree.root);
}

/** The path where it leads to a node of this tree; models differ in their numbers of parts. */
export function pathIn(tree: ParseTree | null, path: Path | null): Path | null {
  const found = path?.reduce<ParseNode | undefined>((node, index) => node?.children[index], tree?.root);
  return found === undefined ? null : path;
}

/** '2.3' for the third subpart of the second part: numbers count from 1, the indices of a path from 0. Empty for the whole image. */
export function numberOf(path: Path): string {
  return path.map((index) => index + 1).join('.');
}

/** 'whole image', 'part 2', 'part 2, subpart 3'. */
export function nameOf(path: Path): string {
  if (path.length === 0) return 'whole image';
  const [part, ...below] = path.map((index) => index + 1);
  return [`part ${part}`, ...below.map((index) => `subpart ${index}`)].join(', ');
}

/** Every node but the root, in the order of drawing. */
export function pathsOf(node: ParseNode, path: Path = []): Path[] {
  return node.children.flatMap((child, index) => {
    const here = [...path, index];
    return [here, ...pathsOf(child, here)];
  });
}

/** Leaves in the order in which they are drawn. */
export function leavesOf(tree: ParseTree): Path[] {
  return pathsOf(tree.root).filter((path) => nodeAt(tree, path).children.length === 0);
}

/** The tree when only so many leaves have been drawn. */
export function firstLeaves(tree: ParseTree, count: number): ParseTree {
  let left = count;
  const kept = (node: ParseNode): ParseNode | null => {
    if (node.children.length === 0) return left-- > 0 ? node : null;
    const children = node.children.map(kept).filter((child) => child !== null);
    return { ...node, children };
  };
  return { ...tree, root: kept(tree.root)! };
}
