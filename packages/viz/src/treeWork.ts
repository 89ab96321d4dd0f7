import { RnpError } from '@rnp/errors';
import type { Raster } from '@rnp/images';
import { checkOption } from './checks.js';
import { checkPicture } from './image/byteRaster.js';

/** Parts of a drawing: more are no picture that anybody reads. */
const maxNodes = 10_000;
/** No model is deeper; a bound for trees that lie below themselves. */
const maxLevels = 64;
/** Of all pictures of a drawing together, as many as a sheet has. */
const maxPixels = 64e6;

interface Node {
  readonly children: readonly Node[];
}

/**
 * Sees that a tree can be drawn, before anything is.
 *
 * @returns how many of its nodes have a picture of their own
 * @throws RnpError RNP_CONFIG if it is not a tree, RNP_IMAGE_TOO_LARGE for more than 10,000 nodes or 64 levels
 */
export function countNodes(
  tree: { readonly root: Node },
  pictured: (node: Node) => boolean = () => true,
): number {
  checkOption.object('tree', tree);
  let [count, all] = [0, 0];
  const waiting: [node: Node, path: string, level: number][] = [[tree.root, 'tree.root', 0]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, path, level] = next;
    checkOption.object(path, node);
    checkOption.array(`${path}.children`, node.children);
    all += 1;
    if (pictured(node)) count++;
    if (level > maxLevels || all + waiting.length + node.children.length > maxNodes) {
      const problem = `has more than ${maxNodes} nodes or ${maxLevels} levels; draw a part of it`;
      throw new RnpError('RNP_IMAGE_TOO_LARGE', problem, { path: 'tree' });
    }
    for (const [i, child] of node.children.entries())
      waiting.push([child, `${path}.children[${i}]`, level + 1]);
  }
  return count;
}

/**
 * Looks at each picture of a tree's nodes. From the first one on it is known what all will take, as they are of one size.
 *
 * @param count of pictures
 * @returns what is called with each picture, and gives it back
 * @throws (from what is returned) RnpError RNP_IMAGE_TOO_LARGE for more than 64 million pixels together, RnpError for
 *   what is no raster
 */
export function pictureBudget(count: number): <R extends Raster>(picture: R, path: string) => R {
  let [drawn, taken] = [0, 0];
  return (picture, path) => {
    const { width, height } = checkPicture(picture, path);
    drawn += 1;
    taken += width * height;
    const rest = Math.max(0, count - drawn) * width * height;
    if (taken + rest > maxPixels) {
      throw new RnpError(
        'RNP_IMAGE_TOO_LARGE',
        `has ${count} pictures of ${width}×${height}; all together may have ${maxPixels / 1e6} million pixels. Draw them smaller`,
        { path: 'tree' },
      );
    }
    return picture;
  };
}
