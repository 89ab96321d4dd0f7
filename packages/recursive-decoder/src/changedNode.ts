import { childAt } from './childAt.js';
import { ParseTreeError } from './errors.js';
import type { ParseNode, ParseTree } from './parseTree.js';

/**
 * A tree with another node at the end of a path; what does not lie on the path is shared with the given tree.
 *
 * @param path child indices from the root down, counted from 0, at least one
 * @throws ParseTreeError when the path leads nowhere
 */
export function changedNode(
  tree: ParseTree,
  path: readonly number[],
  change: (node: ParseNode, parent: ParseNode) => ParseNode,
): ParseTree {
  if (!Array.isArray(path)) throw new ParseTreeError('path', 'must be a list of indices, such as [0, 2]');
  if (path.length === 0) {
    throw new ParseTreeError('path', 'is empty, which is the whole image; name a part by its index');
  }
  const changed = (node: ParseNode, depth: number): ParseNode => {
    const index = path[depth]!;
    if (!Array.isArray(node?.children)) throw new ParseTreeError('root', 'is no node of a parse tree');
    const child = childAt(node, index);
    if (!child) {
      const count = node.children.length;
      const there = count === 0 ? 'a leaf has no parts' : `there are 0 to ${count - 1}`;
      throw new ParseTreeError(`path[${depth}]`, `there is no part ${JSON.stringify(index)}; ${there}`);
    }
    const next = depth + 1 === path.length ? change(child, node) : changed(child, depth + 1);
    return { ...node, children: node.children.map((one, i) => (i === index ? next : one)) };
  };
  if (!Array.isArray(tree?.imageShape)) throw new ParseTreeError('(whole)', 'must be a parse tree');
  return { ...tree, root: changed(tree.root, 0) };
}
