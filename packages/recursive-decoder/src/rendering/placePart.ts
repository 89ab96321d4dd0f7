import { RnpError, shown } from '@rnp/errors';
import { matrixOf } from '@rnp/spatial-transformer';
import { patchChannels } from '../leaf/patchChannels.js';
import { changedNode } from '../tree/changedNode.js';
import { movedTo } from '../tree/movedTo.js';
import type { Action, AffineRows, ParseTree } from '../tree/parseTree.js';
import { composeRows } from './composeRows.js';

/**
 * Moves a part: its program stays, its action changes, and everything below it moves with it. Plain data in and out: the
 * given tree is not changed, and the result shares the unchanged parts with it. `renderTree` draws the result.
 *
 * @param path child indices from the root down, counted from 0, at least one
 * @param action scaleX, rotation, shear, scaleY, translateX, translateY, each in [-1, 1]
 * @param scaleOffset of the level that the part is placed at: `model.config.scaleOffset[path.length - 1]`
 * @throws RnpError RNP_PARSE_TREE when the path leads nowhere, an entry of the action is out of range, or scaleOffset is no number
 */
export function placePart(
  tree: ParseTree,
  path: readonly number[],
  action: Action,
  scaleOffset: number,
): ParseTree {
  const entries = Array.isArray(action) ? Array.from(action as readonly unknown[]) : [];
  const wrong = entries.findIndex((entry) => !(typeof entry === 'number' && entry >= -1 && entry <= 1));
  if (entries.length !== 6 || wrong >= 0) {
    const place = wrong >= 0 ? `action[${wrong}]` : 'action';
    throw new RnpError('RNP_PARSE_TREE', 'must be six numbers, each in [-1, 1]', { path: place });
  }
  if (!Number.isFinite(scaleOffset)) {
    throw new RnpError('RNP_PARSE_TREE', `must be a finite number, not ${shown(scaleOffset)}`, {
      path: 'scaleOffset',
    });
  }
  const toParent = matrixOf(action, scaleOffset) as unknown as AffineRows;
  return changedNode(tree, path, (node, parent) => ({
    ...movedTo(node, composeRows(parent.toImage, toParent), 'part', patchChannels(tree)),
    action,
    toParent,
  }));
}
