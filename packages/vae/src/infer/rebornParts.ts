import { RnpError, shown, unawaited } from '@rnp/errors';
import { type ParseTree, renderTree } from '@rnp/recursive-decoder';
import { checkSetting } from '../checks.js';
import { isFloats } from '../inputs.js';
import { requireWhole } from './requireTrees.js';
import { checkedTree } from './startTree.js';

/** What a part draws less of than this share of an even one is next to nothing. */
const least = 0.1;

/** A tree, and what each part of its top program draws alone on the image, with the sum of it. */
interface Drawn {
  readonly tree: ParseTree;
  readonly parts: readonly { readonly pixels: Float32Array; readonly ink: number }[];
}

/**
 * Trees in which no part of the top program is idle, to begin an inference with (`start`). Where a part draws next to nothing, less than
 * 0.1/T of all that the T parts draw, no gradient says that it could help: its patches are 0, and a rectifier's slope is 0 there. It is born
 * again: it and the part that draws most become parts of other trees, the same turn's, which together come closest to what the two are to
 * explain, the image less the other parts. The top program stays, and descent settles how it and the two parts agree.
 *
 * Parts that are laid over each other need it not: their patches have a slope everywhere. A descent ends near where it begins. So whether the energy it finds then is lower is another question; `infer` tells it.
 *
 * @param trees of a model's images, such as one look of the encoder says
 * @param pixels of these images, [n·h·w·c]
 * @param donors trees of the same model, such as those of training images; those with an idle part of their own do not give
 * @returns one for each tree; those without an idle part as they are, and all where every donor has one of its own
 * @throws RnpError RNP_PARSE_TREE for trees that are none or not all of one model, and for those with `compositing: 'over'`; RNP_IMAGES unless there is an image for each tree; RNP_CONFIG
 *   for what is no list, and without a donor
 * @example
 * const looked = await infer(model, images, { steps: 0 });
 * const start = rebornParts(looked.trees, pixels, donors);
 * const { trees } = await infer(model, images, { start });
 */
export function rebornParts(
  trees: readonly ParseTree[],
  pixels: Float32Array,
  donors: readonly ParseTree[],
): readonly ParseTree[] {
  const isTree = (path: string, tree: unknown): void => void checkedTree(tree as ParseTree, path);
  checkSetting.array('trees', trees, isTree);
  checkSetting.array('donors', donors, isTree);
  if (!isFloats(unawaited(pixels)))
    throw new RnpError('RNP_IMAGES', `must be a Float32Array, not ${shown(pixels)}`, { path: 'pixels' });
  const first = trees[0];
  if (first === undefined) return [];
  const size = first.imageShape.reduce((product, side) => product * side, 1);
  if (pixels.length !== trees.length * size) {
    const complaint = `has ${pixels.length} values for ${trees.length} trees of ${size} each`;
    throw new RnpError('RNP_IMAGES', complaint, { path: 'pixels' });
  }
  if (donors.length === 0) {
    const complaint =
      'has no tree to take parts of; give trees of the same model, such as those of training images';
    throw new RnpError('RNP_CONFIG', complaint, { path: 'donors' });
  }
  for (const [name, all] of Object.entries({ trees, donors })) {
    for (const [i, tree] of all.entries()) {
      requireWhole(tree, `${name}[${i}]`, 'only one that has all of them tells which are idle');
      requireLike(tree, first, `${name}[${i}]`);
    }
  }
  requireSums(first);
  const all = trees.map(drawn);
  if (!all.some((one) => idleOf(one) !== null)) return trees;
  const giving = donors.map(drawn).filter((one) => idleOf(one) === null && inkOf(one) > 0);
  return all.map((one, i) => {
    const image = Array.from({ length: size }, (_, at) => pixels[i * size + at]!);
    return bornAgain(one, image, giving);
  });
}

/** What others draw can be taken from an image only where parts are summed. @throws RnpError RNP_PARSE_TREE */
function requireSums({ compositing }: ParseTree): void {
  if (compositing !== 'over') return;
  const complaint =
    "is 'over', and what a part is to explain is told only where parts are summed; go on with the trees as they are";
  throw new RnpError('RNP_PARSE_TREE', complaint, { path: 'trees[0].compositing' });
}

/** @throws RnpError RNP_PARSE_TREE */
function requireLike(donor: ParseTree, { imageShape, compositing, root }: ParseTree, path: string): void {
  const isLike = String(donor.imageShape) === String(imageShape) && donor.compositing === compositing;
  if (isLike && donor.root.children.length === root.children.length) return;
  const complaint = 'is of another model: its image or the number of its parts is not that of trees[0]';
  throw new RnpError('RNP_PARSE_TREE', complaint, { path });
}

function bornAgain(one: Drawn, image: readonly number[], donors: readonly Drawn[]): ParseTree {
  const { tree, parts } = one;
  const idle = idleOf(one);
  if (idle === null || donors.length === 0) return tree;
  const busy = parts.findIndex(({ ink }) => ink === Math.max(...parts.map((part) => part.ink)));
  const others = parts.filter((_, t) => t !== idle && t !== busy);
  const lacking = image.map((value, at) => others.reduce((left, { pixels }) => left - pixels[at]!, value));
  // Whichever is chosen first takes what one part explains best, the other what is left then.
  const ways = [
    [idle, busy],
    [busy, idle],
  ].map((turns) => chosenFor(lacking, turns, donors));
  const { givers } = ways[0]!.error <= ways[1]!.error ? ways[0]! : ways[1]!;
  const children = tree.root.children.map((child, t) => givers.get(t)?.tree.root.children[t] ?? child);
  return { ...tree, root: { ...tree.root, children } };
}

/** For each of these turns in order the donor whose part comes closest to what is left, and the squared error at the end. */
function chosenFor(
  lacking: readonly number[],
  turns: readonly number[],
  donors: readonly Drawn[],
): { readonly givers: ReadonlyMap<number, Drawn>; readonly error: number } {
  const givers = new Map<number, Drawn>();
  let left = lacking;
  for (const turn of turns) {
    const errors = donors.map(({ parts }) => squaredError(left, parts[turn]!.pixels));
    const giver = donors[errors.indexOf(Math.min(...errors))]!;
    givers.set(turn, giver);
    left = left.map((value, at) => value - giver.parts[turn]!.pixels[at]!);
  }
  return { givers, error: left.reduce((sum, value) => sum + value * value, 0) };
}

function squaredError(wanted: readonly number[], pixels: Float32Array): number {
  return wanted.reduce((sum, value, at) => sum + (value - pixels[at]!) ** 2, 0);
}

function drawn(tree: ParseTree): Drawn {
  const [height, width] = tree.imageShape;
  const parts = tree.root.children.map((_, t) => {
    const pixels = renderTree(tree, { width, height, path: [t] }).data;
    return { pixels, ink: pixels.reduce((sum, value) => sum + value, 0) };
  });
  return { tree, parts };
}

function inkOf({ parts }: Drawn): number {
  return parts.reduce((sum, { ink }) => sum + ink, 0);
}

/** The part that draws least, if that is next to nothing and another one draws; null if none is idle. */
function idleOf(one: Drawn): number | null {
  const { parts } = one;
  const smallest = Math.min(...parts.map(({ ink }) => ink));
  const even = inkOf(one) / parts.length;
  return smallest < least * even ? parts.findIndex(({ ink }) => ink === smallest) : null;
}
