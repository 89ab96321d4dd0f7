import { composeRows } from './composeRows.js';
import { ParseTreeError } from './errors.js';
import type { AffineRows, ParseNode } from './parseTree.js';

/** No model is this deep; a bound for nodes that lie below themselves. */
const MAX_DEPTH = 64;

/** A node whose frame lies elsewhere in the image, and all below it with it. */
export function movedTo(
  node: ParseNode,
  toImage: AffineRows,
  path: string,
  channels: number,
  depth = 0,
): ParseNode {
  if (depth > MAX_DEPTH) throw new ParseTreeError(path, `is deeper than ${MAX_DEPTH} levels`);
  if (!Array.isArray(node?.children)) throw new ParseTreeError(path, 'is no node of a parse tree');
  if (node.patch && node.patch.shape[2] !== channels) {
    const problem = `is ${node.patch.shape[2]}; the image has ${channels} channels`;
    throw new ParseTreeError(`${path}.patch.shape[2]`, problem);
  }
  const children = node.children.map((child, i) => {
    const place = `${path}.children[${i}]`;
    if (child.toParent === null) throw new ParseTreeError(`${place}.toParent`, 'only a root has none');
    return movedTo(child, composeRows(toImage, child.toParent), place, channels, depth + 1);
  });
  return { ...node, toImage, children };
}
