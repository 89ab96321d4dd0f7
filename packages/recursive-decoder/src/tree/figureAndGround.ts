import { RnpError } from '@rnp/errors';
import type { Raster } from '../rendering/drawPatch.js';
import { type RenderTreeOptions, renderTree } from '../rendering/renderTree.js';
import type { ParseTree } from './parseTree.js';
import { fields } from './parseTreeFromJson.js';

/** What of a picture is its figure, and what is behind it. */
export interface FigureAndGround {
  /** One channel: how much of the ground the parts hide, from 0 to 1. */
  readonly figure: Raster;
  /** What is behind all parts, as it is where they hide it, too. */
  readonly ground: Raster;
}

/**
 * Tells figure and ground of a tree apart: the mask of all that its parts cover, and the picture behind them. The whole tree is
 * figure + (1 − mask) · ground, the figure being the tree without its ground. Plain JavaScript, no backend.
 *
 * @param options as of `renderTree`
 * @throws RnpError RNP_PARSE_TREE for a tree whose parts are summed, which hide nothing; as `renderTree`
 */
export function figureAndGround(
  tree: ParseTree,
  options: Pick<RenderTreeOptions, 'width' | 'height'>,
): FigureAndGround {
  fields(tree, 'tree');
  fields(tree.root, 'tree.root');
  if (tree.compositing !== 'over') {
    const problem =
      "must be 'over': parts that are summed hide nothing, so that no mask tells them from a ground";
    throw new RnpError('RNP_PARSE_TREE', problem, { path: 'tree.compositing' });
  }
  const ground = renderTree({ ...tree, root: { ...tree.root, children: [] } }, options);
  const [, , channels] = tree.imageShape;
  const white = { shape: [2, 2, channels] as const, data: new Array<number>(4 * channels).fill(1) };
  const [bright, dark] = [
    { ...tree, ground: white },
    { ...tree, ground: undefined },
  ].map((one) => renderTree(one, options).data) as [Float32Array, Float32Array];
  // What is behind shows through by 1 − mask, whatever its colour.
  const shares = Float32Array.from({ length: ground.data.length / channels }, (_, i) =>
    Math.min(1, Math.max(0, 1 - (bright[i * channels]! - dark[i * channels]!))),
  );
  return { figure: { ...ground, channels: 1, data: shares }, ground };
}
