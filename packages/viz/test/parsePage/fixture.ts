import { createRaster, type Raster } from '@rnp/images';
import type { DrawableTree, ParsePagePictures } from '../../src/index.js';
import { type TestNode, tree } from '../fixtures.js';

/** Two parts of two subparts on 28×28; each leaf draws a square of its own quarter: 1.1 at the top left, 2.2 at the bottom right. */
export const quarters: DrawableTree<TestNode> = tree(2, 2);

export const side = 28;

function square(left: number, top: number, size: number): Raster {
  const raster = createRaster(side, side, 1);
  for (let y = top; y < top + size; y++) raster.data.fill(1, y * side + left, y * side + left + size);
  return raster;
}

/** Left and top of what leaf [part, subpart] draws, 8 pixels a side. */
export function cornerOf([part, subpart]: readonly number[]): [number, number] {
  return [3 + 14 * subpart!, 3 + 14 * part!];
}

const leaves = [0, 1].flatMap((part) => [0, 1].map((subpart) => square(...cornerOf([part, subpart]), 8)));

function together(rasters: readonly Raster[]): Raster {
  const all = createRaster(side, side, 1);
  for (const { data } of rasters) {
    data.forEach((value, at) => {
      all.data[at] = Math.max(all.data[at]!, value);
    });
  }
  return all;
}

export const pictures: ParsePagePictures<TestNode> = {
  image: together(leaves),
  redrawn: together(leaves),
  onImage: ([part, subpart]) =>
    subpart === undefined ? together(leaves.slice(2 * part!, 2 * part! + 2)) : leaves[2 * part! + subpart]!,
  onOwnCanvas: () => square(4, 4, 20),
};
