import { type ArgumentChecks, argumentChecks, RnpError } from '@rnp/errors';
import { invertMatrix } from '@rnp/spatial-transformer';
import { childAt } from '../tree/childAt.js';
import type { AffineRows, ParseNode, ParseTree, Patch } from '../tree/parseTree.js';
import {
  array,
  borderOf,
  compositingOf,
  fields,
  patchOf,
  rowsOf,
  shapeOf,
} from '../tree/parseTreeFromJson.js';
import { composeRows } from './composeRows.js';
import { type Box, drawPatch, patchBox, type Raster } from './drawPatch.js';
import { type FrameMask, hardMask, softMask } from './frameMask.js';

export interface RenderTreeOptions {
  /** Pixels; 1 … 16384 a side, 2²⁶ in all, and 3 · 2²⁶ numbers with channels counted in. */
  readonly width: number;
  readonly height: number;
  /** On the image, or with the node's own frame filling the raster (the same for a whole tree). Default 'image'. */
  readonly frame?: 'image' | 'own';
  /**
   * Draw one node of the tree alone: child indices from the root down, counted from 0. Ancestors' frames mask it
   * as they do in the whole drawing.
   */
  readonly path?: readonly number[];
  /**
   * The tree that a node without it is of: how its frames end, and at which size of the image, and how its leaves are drawn together; and what lies
   * behind its root in the root's own frame. Without, frames are hard, and all channels of leaves are summed.
   */
  readonly tree?: Pick<ParseTree, 'border' | 'compositing' | 'imageShape'> &
    Partial<Pick<ParseTree, 'root' | 'ground'>>;
}

const maxSide = 16384;
const maxPixels = 1 << 26;
const maxValues = 3 * maxPixels;
/** Numbers of the raster that all leaves together may touch: some ten seconds of work. */
const maxWork = 1 << 28;
/** No model is deeper, or has more leaves an image; bounds for trees that were made by hand. */
const maxDepth = 64;
const maxLeaves = 1 << 20;

const check: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, complaint) => new RnpError('RNP_CONFIG', complaint, { path }),
);

const identity: AffineRows = [
  [1, 0, 0],
  [0, 1, 0],
];

/**
 * Draws a parse tree, or a part of it, at any size: every leaf by its composed map, masked by its ancestors'
 * frames, and summed or laid over the leaves before it as the tree's `compositing` says. At the image's size a whole tree gives the composed reconstruction. Plain JavaScript, no backend; only
 * the pixels in a leaf's bounding box are visited.
 *
 * On the image, a node without its tree is masked by its parent's frame and those below. Its further ancestors are
 * unknown, so pass the tree and a `path` if the tree has more than two levels. Frames end as the tree's `border` says, a soft one
 * within a pixel of an image of the tree's `imageShape`, however large the drawing; those of a node end as the option `tree` says.
 *
 * **Convention** frames span [-1, 1]² with corners on pixel centres (align_corners), x right, y down.
 *
 * @returns the sum of the leaves: from 0 up, above 1 where they overlap; or the leaves over each other, over the tree's `ground`, and black otherwise; a
 *   part alone has no ground
 * @throws RnpError RNP_CONFIG for a size out of range, a path that leads nowhere, and leaves × pixels that are too much work;
 *   RNP_PARSE_TREE whose `path` leads to what no tree has, e.g. `root.children[2].patch.data[0]`
 */
export function renderTree(source: ParseTree | ParseNode, options: RenderTreeOptions): Raster {
  fields(source, 'source');
  check.options('options', options, ['width', 'height'], ['frame', 'path', 'tree']);
  const { width, height, frame = 'image', path = [] } = options;
  checkSize(width, height);
  check.choice('frame', frame, ['image', 'own']);
  if (!Array.isArray(path))
    throw new RnpError('RNP_CONFIG', 'must be a list of indices, such as [0, 2]', { path: 'path' });
  const isTree = 'root' in source;
  if (isTree) shapeOf(source.imageShape, 'imageShape');
  if (isTree && options.tree !== undefined)
    throw new RnpError('RNP_CONFIG', 'is for a node without its tree; leave it away', { path: 'tree' });
  if (options.tree !== undefined) shapeOf(fields(options.tree, 'tree').imageShape, 'tree.imageShape');
  const whole = isTree ? source : options.tree;
  const root = isTree ? source.root : source;
  let place = isTree ? 'root' : 'source';
  fields(root, place);
  rowsOf(root.toImage, `${place}.toImage`);
  if (root.toParent !== null) rowsOf(root.toParent, `${place}.toParent`);
  // On the image a lone node stands below its parent, whose frame follows from the node's own two maps.
  const softOn = whole !== undefined && borderOf(whole.border) === 'soft' ? whole.imageShape : null;
  const over = whole !== undefined && compositingOf(whole.compositing) === 'over';
  const maskOf = (rows: AffineRows): FrameMask => (softOn === null ? hardMask(rows) : softMask(rows, softOn));
  const ancestors: FrameMask[] = [];
  const parent = isTree ? undefined : parentFrame(root);
  if (parent) ancestors.push(maskOf(parent));
  let node = root;
  let toCanvas = root.toImage;
  path.forEach((index: unknown, depth) => {
    array(node.children, `${place}.children`);
    const child = childAt(node, index);
    if (!child) {
      const count = node.children.length;
      const there = count === 0 ? 'a leaf has no parts' : `indices are 0 to ${count - 1}`;
      const problem = `no child has the index ${JSON.stringify(index)}; ${there}`;
      throw new RnpError('RNP_CONFIG', problem, { path: `path[${depth}]` });
    }
    place = `${place}.children[${index as number}]`;
    fields(child, place);
    if (node.action !== null) ancestors.push(maskOf(toCanvas));
    toCanvas = composeRows(toCanvas, rowsOf(child.toParent, `${place}.toParent`));
    node = child;
  });
  const channels = whole === undefined ? channelsOf(node) : whole.imageShape[2];
  if (width * height * channels > maxValues)
    throw new RnpError(
      'RNP_CONFIG',
      `${width}×${height} with ${channels} channels is more than ${maxValues} numbers`,
      { path: 'width' },
    );
  const leaves: PlacedLeaf[] = [];
  const size = { width, height, channels };
  const to: Collecting = { leaves, over, maskOf, seen: new Set(), size, depth: 0, place };
  if (frame === 'own') collectLeaves(to, node, identity, [], true);
  else collectLeaves(to, node, toCanvas, ancestors, node.action === null);
  requireWork(leaves, channels);
  const raster = { ...size, data: new Float32Array(width * height * channels) };
  // A part alone has nothing behind it.
  const isImage = path.length === 0 && (isTree || (frame === 'own' && options.tree?.root === source));
  if (isImage && over && whole?.ground !== undefined) drawGround(raster, whole.ground);
  for (const { patch, toPatch, frames, box } of leaves) drawPatch(raster, patch, toPatch, frames, box, over);
  return raster;
}

function drawGround(raster: Raster, ground: Patch): void {
  patchOf(ground, 'ground', raster.channels);
  drawPatch(raster, ground, identity, [], patchBox(raster, ground, identity, []), false);
}

interface PlacedLeaf {
  readonly patch: Patch;
  readonly toPatch: AffineRows;
  readonly frames: readonly FrameMask[];
  /** The pixels that it can touch. */
  readonly box: Box;
}

interface Collecting {
  /** Whether patches have an alpha channel. */
  readonly over: boolean;
  readonly leaves: PlacedLeaf[];
  readonly maskOf: (rows: AffineRows) => FrameMask;
  /** Patches that were found right. */
  readonly seen: Set<Patch>;
  readonly size: Pick<Raster, 'width' | 'height' | 'channels'>;
  readonly depth: number;
  /** Of the node, as an error names it. */
  readonly place: string;
}

/** @param isCanvas whether the node's frame is the raster itself, which then masks nothing */
function collectLeaves(
  to: Collecting,
  node: ParseNode,
  toNode: AffineRows,
  ancestors: readonly FrameMask[],
  isCanvas: boolean,
): void {
  const { leaves, over, maskOf, seen, size, depth, place } = to;
  if (depth > maxDepth)
    throw new RnpError('RNP_CONFIG', `is deeper than ${maxDepth} levels`, { path: 'tree' });
  // An inner node's patch is only what its program was compared with, never part of the picture.
  if (array(node.children, `${place}.children`).length === 0) {
    if (node.patch === undefined) return;
    const at = `${place}.patch`;
    const channels = shapeOf(fields(node.patch, at).shape, `${at}.shape`)[2];
    if (channels !== size.channels + (over ? 1 : 0)) {
      const problem = `has a leaf of ${channels} channels in a picture of ${size.channels}${over ? ' and alpha' : ''}`;
      throw new RnpError('RNP_CONFIG', problem, { path: 'tree' });
    }
    if (!seen.has(node.patch)) patchOf(node.patch, at, channels);
    seen.add(node.patch);
    if (leaves.length === maxLeaves)
      throw new RnpError('RNP_CONFIG', `has more than ${maxLeaves} leaves`, { path: 'tree' });
    const box = patchBox(size, node.patch, toNode, ancestors);
    leaves.push({ patch: node.patch, toPatch: toNode, frames: ancestors, box });
    return;
  }
  const frames = isCanvas ? ancestors : [...ancestors, maskOf(toNode)];
  for (const [i, child] of node.children.entries()) {
    const below = { ...to, depth: depth + 1, place: `${place}.children[${i}]` };
    fields(child, below.place);
    const toParent = rowsOf(child.toParent, `${below.place}.toParent`);
    collectLeaves(below, child, composeRows(toNode, toParent), frames, false);
  }
}

/** @throws RnpError RNP_CONFIG before anything is drawn */
function requireWork(leaves: readonly PlacedLeaf[], channels: number): void {
  const pixels = leaves.reduce(
    (sum, { box }) => sum + Math.max(0, box.x1 - box.x0 + 1) * Math.max(0, box.y1 - box.y0 + 1),
    0,
  );
  if (pixels * channels <= maxWork) return;
  throw new RnpError(
    'RNP_CONFIG',
    `${leaves.length} leaves on this many pixels are ${Math.round((pixels * channels) / 1e6)} million numbers to draw; at most ${Math.floor(maxWork / 1e6)} million. Draw it smaller, or part by part with a path`,
    { path: 'width' },
  );
}

/** Image frame → the parent's frame; undefined where that is the image itself or the map has no inverse. */
function parentFrame(node: ParseNode): AffineRows | undefined {
  if (node.toParent === null) return undefined;
  const [[a, b], [c, d]] = node.toParent;
  if (Math.abs(a * d - b * c) < 1e-12) return undefined;
  const frame = composeRows(node.toImage, invertMatrix(node.toParent) as unknown as AffineRows);
  // The image masks nothing; its frame with a rounding error would cut off the border's pixels.
  const isImage = frame.flat().every((entry, i) => Math.abs(entry - identity.flat()[i]!) < 1e-9);
  return isImage ? undefined : frame;
}

/** The first leaf's channels; 1 where there is no leaf. */
function channelsOf(node: ParseNode): number {
  let first: ParseNode | undefined = node;
  // A node that lies below itself has no first leaf; that it never ends is said when its leaves are looked for.
  for (let depth = 0; first && !first.patch && depth <= maxDepth; depth++) first = first.children?.[0];
  return first?.patch?.shape?.[2] ?? 1;
}

function checkSize(width: number, height: number): void {
  for (const [name, side] of [
    ['width', width],
    ['height', height],
  ] as const) {
    if (!Number.isInteger(side) || side < 1 || side > maxSide) {
      throw new RnpError('RNP_CONFIG', `must be a whole number from 1 to ${maxSide}`, { path: name });
    }
  }
  if (width * height > maxPixels)
    throw new RnpError('RNP_CONFIG', `${width}×${height} is more than ${maxPixels} pixels`, {
      path: 'width',
    });
}
