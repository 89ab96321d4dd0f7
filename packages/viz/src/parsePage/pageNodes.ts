import type { Raster } from '@rnp/images';
import { inkAt } from '../colourParts.js';
import { checkPicture } from '../image/byteRaster.js';
import { legibleInk } from '../legibleInk.js';
import { hex, partColour } from '../palette.js';
import type { DrawableNode } from '../parseNode.js';

/** A node of the tree as the page shows it. */
export interface PageNode<N> {
  readonly node: N;
  /** Child indices from the root down, counted from 0; empty at the root. */
  readonly path: readonly number[];
  /** "1.2": the steps of the path. */
  readonly name: string;
  /** The node's own colour, by its step. */
  readonly colour: string;
  /** Share of all ink that it draws, 0 … 1. */
  readonly share: number;
  /** What it draws on the image, one channel; leaves have it, all others draw by theirs. */
  readonly ink: Raster | null;
  readonly children: readonly PageNode<N>[];
}

/**
 * The tree with what each leaf draws on the image, and how much of the ink each node draws.
 *
 * @param onImage what a node alone draws on the image
 */
export function pageNodes<N extends DrawableNode<N>>(
  root: N,
  onImage: (path: readonly number[]) => Raster,
): PageNode<N> {
  type Weighed = Omit<PageNode<N>, 'share' | 'children'> & { weight: number; below: readonly Weighed[] };
  const weigh = (node: N, path: readonly number[], name: string): Weighed => {
    const below = node.children.map((child, index) => {
      return weigh(child, [...path, index], name === '' ? `${child.step}` : `${name}.${child.step}`);
    });
    const ink = below.length === 0 ? greyInk(onImage(path)) : null;
    return {
      node,
      path,
      name,
      colour: hex(partColour(node.step - 1)),
      ink,
      weight:
        ink === null
          ? below.reduce((sum, one) => sum + one.weight, 0)
          : ink.data.reduce((sum, value) => sum + value, 0),
      below,
    };
  };
  const top = weigh(root, [], '');
  const share = ({ weight, below, ...rest }: Weighed): PageNode<N> => ({
    ...rest,
    share: top.weight > 0 ? weight / top.weight : 0,
    children: below.map(share),
  });
  return share(top);
}

/**
 * The tree with all its ink made stronger by one factor where even the brightest is faint, so that the parts show in their colours.
 * The image and what the tree draws of it stay as they are.
 */
export function withLegibleInk<N>(root: PageNode<N>): PageNode<N> {
  const inks = legibleInk(leavesOf(root).map(({ ink }) => ink!));
  let next = 0;
  const put = (node: PageNode<N>): PageNode<N> =>
    node.children.length === 0
      ? { ...node, ink: inks[next++]! }
      : { ...node, children: node.children.map(put) };
  return put(root);
}

/** The leaves in the order in which they are drawn. */
export function leavesOf<N>(node: PageNode<N>): readonly PageNode<N>[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(leavesOf);
}

/** Node and all below, parents first. */
export function allOf<N>(node: PageNode<N>): readonly PageNode<N>[] {
  return [node, ...node.children.flatMap(allOf)];
}

function greyInk(raster: Raster): Raster {
  const { width, height } = checkPicture(raster);
  const data = new Float32Array(width * height);
  for (let pixel = 0; pixel < data.length; pixel++) data[pixel] = inkAt(raster, pixel);
  return { width, height, channels: 1, data };
}
