import { batchOf } from '@rnp/datasets';
import { renderTree } from '@rnp/recursive-decoder';

/** Of what parts explain of a figure, the least share of the one that draws it; of the figure's ink, the least that all explain. */
const [least, seen] = [0.9, 0.5];

/**
 * Whether each figure of an image is drawn by a part of its own.
 *
 * A part explains of a pixel what it draws there alone, but no more than the image has. A figure is a part's if this part explains at least
 * 90 % of the sum of what the parts explain of the figure, each for itself, and the drawing of all at least half of the figure's ink. So parts
 * that draw the same share a figure, which is neither's then, and nobody has a figure that is hardly drawn.
 *
 * @param {readonly ArrayLike<number>[]} parts what each part draws alone on the image, [h·w], from 0 up
 * @param {ArrayLike<number>} image [h·w], in [0, 1]
 * @param {readonly (readonly number[])[]} figures where each figure lies: its pixels, by their place in the image
 * @returns {boolean} whether every figure is a part's, and no part has two
 */
export function haveOwnParts(parts, image, figures) {
  const owners = figures.map((pixels) => ownerOf(parts, image, pixels));
  return !owners.includes(null) && new Set(owners).size === owners.length;
}

/** The index of the part that draws a figure, or null. */
function ownerOf(parts, image, pixels) {
  const total = (drawn) => pixels.reduce((sum, at) => sum + Math.min(drawn(at), image[at]), 0);
  const explained = parts.map((part) => total((at) => part[at]));
  const all = explained.reduce((sum, one) => sum + one, 0);
  const together = total((at) => parts.reduce((sum, part) => sum + part[at], 0));
  const ink = pixels.reduce((sum, at) => sum + image[at], 0);
  if (ink === 0 || together < seen * ink) return null;
  const owner = explained.findIndex((one) => one >= least * all);
  return owner === -1 ? null : owner;
}

/**
 * Counts over a data set in whose images each figure has a part of its own: a part at the top of the tree, drawn alone.
 *
 * @param {import('@rnp/datasets').Dataset} data grey images
 * @param {(item: number) => readonly (readonly number[])[]} figuresOf of an image, as `haveOwnParts` takes them
 * @returns `onTrees` is to be called with the trees of all images, batch by batch and in order; `share` tells the share of those images
 */
export function ownPartsOf(data, figuresOf) {
  const [height, width] = data.imageShape;
  let [images, own] = [0, 0];
  return {
    onTrees(trees) {
      for (const tree of trees) {
        const parts = tree.root.children.map((_, i) => renderTree(tree, { width, height, path: [i] }).data);
        own += Number(haveOwnParts(parts, batchOf(data, [images]), figuresOf(images)));
        images++;
      }
    },
    share: () => own / images,
  };
}
