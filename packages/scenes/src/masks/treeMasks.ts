// h height, w width
import { RnpError } from '@rnp/errors';
import { type ParseNode, type ParseTree, renderTree } from '@rnp/recursive-decoder';
import { checkOption, checkTree } from '../checks.js';
import { blurred, brightest } from './blurred.js';
import { coverOf, seenOf } from './covers.js';
import { ink } from './ink.js';
import { toNearest } from './toNearest.js';

/** Which pixels are a node's. */
export interface NodeMask {
  /** Child indices from the root down, from 0; [] for the whole tree. */
  readonly path: readonly number[];
  /** [h·w], row after row, 1 where a pixel is the node's, else 0. */
  readonly mask: Uint8Array<ArrayBuffer>;
}

export interface TreeMasksOptions {
  /**
   * h and w of the masks, 1 … 16384 each and 2²⁶ pixels at most: a tree can be drawn at any size. Those of the tree's image unless given.
   */
  readonly size?: readonly [height: number, width: number];
  /**
   * [h·w], row after row, of the masks' size: the figure, where it is known from elsewhere. Pixels that are not 0 are the whole tree's, and its
   * parts share them out, also those that none draws. Unless given, the figure is where the tree draws something brighter than 0.3, or, where parts
   * lie over each other, where they hide more than 0.3 of what is behind them.
   */
  readonly within?: Uint8Array;
}

/** What `renderTree` draws at the most. */
const [maxSide, maxPixels] = [16384, 2 ** 26];

/** What is drawn at a pixel is its neighbours' as well, so far, in pixels, as in `explainScenes`. */
const blur = 1;

/**
 * Figure and ground, and the parts of the figure: of each node of a parse tree the pixels that it draws. A pixel of a node is that one's of
 * its children which draws most about it; where none does, the nearest one's. So siblings have no pixel in common, all children
 * together have those of their parent, and what the whole tree does not have is ground. Where parts lie over each other (`compositing: 'over'`), what counts is
 * not how bright a child is, but how much it covers and later ones leave free; the tree's own ground is no part of the figure. Plain JavaScript, no
 * backend.
 *
 * @returns of each node one, a parent before its children, the whole tree first
 * @throws RnpError RNP_CONFIG for options out of range, RNP_PARSE_TREE for what is no tree, as `renderTree` of @rnp/recursive-decoder
 */
export function treeMasks(tree: ParseTree, options: TreeMasksOptions = {}): NodeMask[] {
  checkTree.object('tree', tree);
  checkTree.object('tree.root', tree.root);
  checkTree.numbers('tree.imageShape', tree.imageShape, 3);
  checkOption.options('options', options, [], ['size', 'within']);
  if (options.size !== undefined) {
    checkOption.numbers('options.size', options.size, 2);
    options.size.forEach((side, i) => {
      checkOption.wholeNumber(`options.size[${i}]`, side, 1, maxSide);
    });
    const [h, w] = options.size;
    if (h * w > maxPixels) {
      throw new RnpError('RNP_CONFIG', `${h}×${w} is more than ${maxPixels} pixels`, {
        path: 'options.size',
      });
    }
  }
  const [height, width] = options.size ?? tree.imageShape;
  const { within } = options;
  if (within !== undefined) {
    checkOption.bytes('options.within', within);
    checkOption.choice('options.within.length', within.length, [height * width]);
  }
  const over = tree.compositing === 'over';
  const drawnBy = (path: readonly number[]): Float32Array =>
    over ? coverOf(tree, path, { width, height }) : brightest(renderTree(tree, { width, height, path }));
  // Also where `within` is given: it says whether that is a tree.
  const drawn = drawnBy([]);
  const own = within ?? Uint8Array.from(drawn, (value) => (value > ink ? 1 : 0));
  const masks: NodeMask[] = [];
  const add = (node: ParseNode, path: readonly number[], mask: Uint8Array<ArrayBuffer>): void => {
    masks.push({ path, mask });
    const paths = node.children.map((_, i) => [...path, i]);
    const alone = paths.map(drawnBy);
    const about = (over ? seenOf(alone) : alone).map((values) => blurred(values, width, blur));
    const shares = shared(mask, about, width);
    node.children.forEach((child, i) => {
      add(child, paths[i]!, shares[i]!);
    });
  };
  add(
    tree.root,
    [],
    Uint8Array.from(own, (value) => (value === 0 ? 0 : 1)),
  );
  return masks;
}

/** A mask taken apart among those who draw there. @param drawn by each, [h·w] */
function shared(
  mask: Uint8Array,
  drawn: readonly Float32Array[],
  width: number,
): readonly Uint8Array<ArrayBuffer>[] {
  if (drawn.length === 0) return [];
  // 1 + who it is, 0 where nobody draws.
  const owners = Int32Array.from(mask, (is, at) => (is === 0 ? 0 : drawsMost(drawn, at)));
  const all = owners.some((owner, at) => owner === 0 && mask[at] !== 0) ? toNearest(owners, width) : owners;
  return drawn.map((_, i) => Uint8Array.from(mask, (is, at) => (is !== 0 && all[at] === i + 1 ? 1 : 0)));
}

function drawsMost(drawn: readonly Float32Array[], at: number): number {
  let [most, owner] = [0, 0];
  for (let i = 0; i < drawn.length; i++) {
    if (drawn[i]![at]! <= most) continue;
    [most, owner] = [drawn[i]![at]!, i + 1];
  }
  return owner;
}
