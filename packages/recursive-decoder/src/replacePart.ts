import { composeRows } from './composeRows.js';
import { ParseTreeError } from './errors.js';
import type { AffineRows, ParseNode, ParseTree } from './parseTree.js';

/**
 * Puts another program in the place of a part (Fig. 2E: the z² of one image with a z¹ of another). The part stays
 * where it is, with its step, action and frame; program and drawing are the other's. Plain data in and out: the
 * given trees stay as they are, and what did not change is shared with them. `renderTree` draws the result.
 *
 * @param path child indices from the root down, counted from 0, at least one
 * @param subtree of the part's level and with the image's number of channels; from any tree of the same model
 * @throws ParseTreeError when the path leads nowhere or the subtree does not fit
 */
export function replacePart(tree: ParseTree, path: readonly number[], subtree: ParseNode): ParseTree {
  if (path.length === 0) {
    throw new ParseTreeError('path', 'is empty, which is the whole image; name a part by its index');
  }
  const replaced = (node: ParseNode, depth: number): ParseNode => {
    if (depth === path.length) return inPlace(node, subtree, tree.imageShape[2]);
    const index = path[depth]!;
    const child = node.children[index];
    if (!child) {
      const count = node.children.length;
      const there = count === 0 ? 'a leaf has no parts' : `there are 0 to ${count - 1}`;
      throw new ParseTreeError(`path[${depth}]`, `there is no part ${index}; ${there}`);
    }
    const children = node.children.map((one, i) => (i === index ? replaced(child, depth + 1) : one));
    return { ...node, children };
  };
  return { ...tree, root: replaced(tree.root, 0) };
}

/** The subtree with the place of a node. */
function inPlace(node: ParseNode, subtree: ParseNode, channels: number): ParseNode {
  if (subtree.level !== node.level) {
    const problem = `is ${subtree.level}, the replaced part's ${node.level}; take a program of the same level`;
    throw new ParseTreeError('subtree.level', problem);
  }
  const { step, action, toParent, toImage } = node;
  return { ...movedTo(subtree, toImage, 'subtree', channels), step, action, toParent };
}

/** A node whose frame lies elsewhere in the image, and all below it with it. */
function movedTo(node: ParseNode, toImage: AffineRows, path: string, channels: number): ParseNode {
  if (node.patch && node.patch.shape[2] !== channels) {
    const problem = `is ${node.patch.shape[2]}; the image has ${channels} channels`;
    throw new ParseTreeError(`${path}.patch.shape[2]`, problem);
  }
  const children = node.children.map((child, i) => {
    const place = `${path}.children[${i}]`;
    if (child.toParent === null) throw new ParseTreeError(`${place}.toParent`, 'only a root has none');
    return movedTo(child, composeRows(toImage, child.toParent), place, channels);
  });
  return { ...node, toImage, children };
}
