import { invertMatrix } from '@rnp/spatial-transformer';
import { composeRows } from './composeRows.js';
import { drawPatch, type Raster } from './drawPatch.js';
import { RenderTreeError } from './errors.js';
import type { AffineRows, ParseNode, ParseTree } from './parseTree.js';

export interface RenderTreeOptions {
  /** Pixels; 1 … 16384 a side, 2²⁶ in all. */
  readonly width: number;
  readonly height: number;
  /** On the image, or with the node's own frame filling the raster (the same for a whole tree). Default 'image'. */
  readonly frame?: 'image' | 'own';
  /**
   * Draw one node of the tree alone: child indices from the root down, counted from 0. Ancestors' frames mask it
   * as they do in the whole drawing.
   */
  readonly path?: readonly number[];
}

const MAX_SIDE = 16384;
const MAX_PIXELS = 1 << 26;

const IDENTITY: AffineRows = [
  [1, 0, 0],
  [0, 1, 0],
];

/**
 * Draws a parse tree, or a part of it, at any size: every leaf by its composed map, masked by its ancestors'
 * frames. At the image's size a whole tree gives the composed reconstruction. Plain JavaScript, no backend; only
 * the pixels in a leaf's bounding box are visited.
 *
 * A node given without its tree is masked, on the image, by its parent's frame and those below; further
 * ancestors are unknown to it, so give the tree and a `path` where a tree has more than two levels.
 *
 * **Convention** frames span [-1, 1]² with corners on pixel centres (align_corners), x right, y down.
 *
 * @returns what the leaves add up to: from 0 up, above 1 where they overlap
 * @throws RenderTreeError for a size out of range or a path that leads nowhere
 */
export function renderTree(source: ParseTree | ParseNode, options: RenderTreeOptions): Raster {
  const { width, height, frame = 'image', path = [] } = options;
  checkSize(width, height);
  const isTree = 'root' in source;
  const root = isTree ? source.root : source;
  // On the image a lone node stands below its parent, whose frame follows from the node's own two maps.
  const ancestors: AffineRows[] = [];
  const parent = isTree ? undefined : parentFrame(root);
  if (parent) ancestors.push(parent);
  let node = root;
  let toCanvas = root.toImage;
  path.forEach((index, depth) => {
    const child = node.children[index];
    if (!child)
      throw new RenderTreeError(`path[${depth}]`, `no child ${index}; there are ${node.children.length}`);
    if (node.action !== null) ancestors.push(toCanvas);
    toCanvas = composeRows(toCanvas, child.toParent!);
    node = child;
  });
  const channels = isTree ? source.imageShape[2] : channelsOf(node);
  const raster = { width, height, channels, data: new Float32Array(width * height * channels) };
  if (frame === 'own') drawNode(raster, node, IDENTITY, [], true);
  else drawNode(raster, node, toCanvas, ancestors, node.action === null);
  return raster;
}

/** @param isCanvas whether the node's frame is the raster itself, which then masks nothing */
function drawNode(
  raster: Raster,
  node: ParseNode,
  toNode: AffineRows,
  ancestors: readonly AffineRows[],
  isCanvas: boolean,
): void {
  // An inner node's patch is only what its program was compared with, never part of the picture.
  if (node.children.length === 0) {
    if (node.patch) drawPatch(raster, node.patch, toNode, ancestors);
    return;
  }
  const frames = isCanvas ? ancestors : [...ancestors, toNode];
  for (const child of node.children)
    drawNode(raster, child, composeRows(toNode, child.toParent!), frames, false);
}

/** Image frame → the parent's frame; undefined where that is the image itself or the map has no inverse. */
function parentFrame(node: ParseNode): AffineRows | undefined {
  if (node.toParent === null) return undefined;
  const [[a, b], [c, d]] = node.toParent;
  if (Math.abs(a * d - b * c) < 1e-12) return undefined;
  const frame = composeRows(node.toImage, invertMatrix(node.toParent) as unknown as AffineRows);
  // The image masks nothing; its frame with a rounding error would cut off the border's pixels.
  const isImage = frame.flat().every((entry, i) => Math.abs(entry - IDENTITY.flat()[i]!) < 1e-9);
  return isImage ? undefined : frame;
}

/** The first leaf's channels; 1 where there is no leaf. */
function channelsOf(node: ParseNode): number {
  let first: ParseNode | undefined = node;
  while (first && !first.patch) first = first.children[0];
  return first?.patch?.shape[2] ?? 1;
}

function checkSize(width: number, height: number): void {
  for (const [name, side] of [
    ['width', width],
    ['height', height],
  ] as const) {
    if (!Number.isInteger(side) || side < 1 || side > MAX_SIDE) {
      throw new RenderTreeError(name, `must be a whole number from 1 to ${MAX_SIDE}`);
    }
  }
  if (width * height > MAX_PIXELS)
    throw new RenderTreeError('width', `${width}×${height} is more than ${MAX_PIXELS} pixels`);
}
