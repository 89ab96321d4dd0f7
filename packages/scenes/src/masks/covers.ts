// h height, w width
import { figureAndGround, type ParseNode, type ParseTree } from '@rnp/recursive-decoder';

/**
 * How much a node hides of what is behind it, in a tree whose parts lie over each other, whatever lies over the node itself.
 *
 * @param path child indices from the root down, from 0
 * @returns [h·w], from 0 to 1
 */
export function coverOf(
  tree: ParseTree,
  path: readonly number[],
  size: { readonly width: number; readonly height: number },
): Float32Array {
  return figureAndGround({ ...tree, root: alone(tree.root, path) }, size).figure.data as Float32Array;
}

/** A tree of nothing but what is at the end of a path. */
function alone(node: ParseNode, [index, ...rest]: readonly number[]): ParseNode {
  return index === undefined ? node : { ...node, children: [alone(node.children[index]!, rest)] };
}

/**
 * What is seen of siblings: what each covers, and later ones leave free.
 *
 * @param covers of each, [h·w], in the order of drawing
 */
export function seenOf(covers: readonly Float32Array[]): readonly Float32Array[] {
  return covers.map((cover, i) =>
    cover.map((value, at) => covers.slice(i + 1).reduce((left, later) => left * (1 - later[at]!), value)),
  );
}
