import { RnpError } from '@rnp/errors';
import { childAt } from './childAt.js';
import type { ParseNode, ParseTree } from './parseTree.js';

/**
 * A tree with another node at the end of a path; what does not lie on the path is shared with the given tree.
 *
 * @param path child indices from the root down, counted from 0, at least one
 * @throws RnpError RNP_PARSE_TREE when the path leads nowhere
 */
export function changedNode(
  tree: ParseTree,
  path: readonly number[],
  change: (node: ParseNode, parent: ParseNode) => ParseNode,
): ParseTree {
  if (!Array.isArray(path))
    throw new RnpError('RNP_PARSE_TREE', 'must be a list of indices, such as [0, 2]', { path: 'path' });
  if (path.length === 0) {
    throw new RnpError('RNP_PARSE_TREE', 'is empty, which is the whole image; name a part by its index', {
      path: 'path',
    });
  }
  const changed = (node: ParseNode, depth: number): ParseNode => {
    const index = path[depth]!;
    if (!Array.isArray(node?.children))
      throw new RnpError('RNP_PARSE_TREE', 'is no node of a parse tree', { path: 'root' });
    const child = childAt(node, index);
    if (!child) {
      const count = node.children.length;
      const there = count === 0 ? 'a leaf has no parts' : `indices are 0 to ${count - 1}`;
      throw new RnpError('RNP_PARSE_TREE', `no child has the index ${JSON.stringify(index)}; ${there}`, {
        path: `path[${depth}]`,
      });
    }
    const next = depth + 1 === path.length ? change(child, node) : changed(child, depth + 1);
    return { ...node, children: node.children.map((one, i) => (i === index ? next : one)) };
  };
  if (!Array.isArray(tree?.imageShape))
    throw new RnpError('RNP_PARSE_TREE', 'must be a parse tree', { path: 'tree' });
  return { ...tree, root: changed(tree.root, 0) };
}
