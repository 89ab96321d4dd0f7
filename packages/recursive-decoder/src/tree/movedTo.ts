import { RnpError, shown } from '@rnp/errors';
import { composeRows } from '../rendering/composeRows.js';
import type { AffineRows, ParseNode } from './parseTree.js';

/** No model is this deep; a bound for nodes that lie below themselves. */
const maxDepth = 64;

/** A node whose frame lies elsewhere in the image, and all below it with it. */
export function movedTo(
  node: ParseNode,
  toImage: AffineRows,
  path: string,
  channels: number,
  depth = 0,
): ParseNode {
  if (depth > maxDepth) throw new RnpError('RNP_PARSE_TREE', `is deeper than ${maxDepth} levels`, { path });
  if (!Array.isArray(node?.children))
    throw new RnpError('RNP_PARSE_TREE', 'is no node of a parse tree', { path });
  if (node.patch && node.patch.shape?.[2] !== channels) {
    const problem = `is ${shown(node.patch.shape?.[2])}; patches of this tree have ${channels} channels`;
    throw new RnpError('RNP_PARSE_TREE', problem, { path: `${path}.patch.shape[2]` });
  }
  const children = node.children.map((child, i) => {
    const place = `${path}.children[${i}]`;
    if (!isAffine(child?.toParent)) {
      const problem = `must be two rows of three numbers, not ${shown(child?.toParent)}; only a root has none`;
      throw new RnpError('RNP_PARSE_TREE', problem, { path: `${place}.toParent` });
    }
    return movedTo(child, composeRows(toImage, child.toParent), place, channels, depth + 1);
  });
  return { ...node, toImage, children };
}

function isAffine(rows: unknown): rows is AffineRows {
  const isRow = (row: unknown): boolean =>
    Array.isArray(row) && row.length === 3 && row.every((entry) => typeof entry === 'number');
  return Array.isArray(rows) && rows.length === 2 && rows.every(isRow);
}
