import { RnpError, shown } from '@rnp/errors';
import { patchChannels } from '../leaf/patchChannels.js';
import { changedNode } from './changedNode.js';
import { movedTo } from './movedTo.js';
import type { ParseNode, ParseTree } from './parseTree.js';

/**
 * Replaces the program of a part (Fig. 2E: the z² of one image with a z¹ of another). The part keeps its place, with
 * its step, action and frame; program and drawing are those of the other part. Plain data in and out: the given
 * trees are not changed, and the result shares the unchanged parts with them. `renderTree` draws the result.
 *
 * @param path child indices from the root down, counted from 0, at least one
 * @param subtree of the part's level and with patches of as many channels; from any tree of the same model
 * @throws RnpError RNP_PARSE_TREE when the path leads nowhere or the subtree does not fit
 */
export function replacePart(tree: ParseTree, path: readonly number[], subtree: ParseNode): ParseTree {
  return changedNode(tree, path, (node) => inPlace(node, subtree, patchChannels(tree)));
}

/** The subtree with the place of a node. */
function inPlace(node: ParseNode, subtree: ParseNode, channels: number): ParseNode {
  if (!Array.isArray(subtree?.children))
    throw new RnpError('RNP_PARSE_TREE', 'must be a node of a parse tree', { path: 'subtree' });
  if (subtree.level !== node.level) {
    const problem = `is ${shown(subtree.level)}, the replaced part's ${node.level}; take a program of the same level`;
    throw new RnpError('RNP_PARSE_TREE', problem, { path: 'subtree.level' });
  }
  const { step, action, toParent, toImage, predicted } = node;
  // What another program says of another child says nothing here.
  const { predicted: _, ...moved } = movedTo(subtree, toImage, 'subtree', channels);
  return { ...moved, step, action, toParent, ...(predicted && { predicted }) };
}
