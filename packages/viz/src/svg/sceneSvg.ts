import { RnpError, shown } from '@rnp/errors';
import type { MaskRle } from '@rnp/images';
import { frameCorners, preimage } from '../affine.js';
import { checkOption } from '../checks.js';
import { type AnyRaster, checkPicture } from '../image/byteRaster.js';
import { encodePng, pngDataUri } from '../image/encodePng.js';
import { hex, partColour } from '../palette.js';
import type { DrawableNode, DrawableTree } from '../parseNode.js';
import { countNodes } from '../treeWork.js';
import { attribute, escapeText } from './escape.js';
import { maskOutline } from './maskOutline.js';
import { svgStyle } from './theme.js';

/** An object of a scene: its square frame on the picture, and its tree in it. */
export interface SceneObject<N> {
  /** The frame's middle in pixels of the picture, from the middle of the first one, x right, y down; and its side. */
  readonly frame: { readonly x: number; readonly y: number; readonly side: number };
  readonly tree: DrawableTree<N>;
  /** The pixels of the picture that are its own: a mask of any size, over all of the picture. */
  readonly mask?: MaskRle;
  /** Those of its parts, and of their parts: `path` is of child indices from the tree's root down, from 0. */
  readonly parts?: readonly PartMask[];
}

/** Which pixels a part has. */
export interface PartMask {
  readonly path: readonly number[];
  readonly mask: MaskRle;
}

export interface SceneSvgOptions {
  /** Longer side of the drawing in CSS pixels. Default 480. */
  readonly size?: number;
  /** Default 'Objects of the scene'. */
  readonly title?: string;
}

const defaultSize = 480;

/**
 * A picture with its objects as an SVG document: each object's frame and number, and the frames of its parts, in one colour per object. Where
 * masks are given, the object's pixels are tinted, those of its parts outlined, and those of parts of parts have a shape that is
 * not seen: it tells its name where a pointer is over it.
 *
 * An object is a group of the id `object-1`, a part one of the id `object-1-part-0`, a part of that `object-1-part-0-2`: objects are numbered
 * from 1, and after `part` comes the part's path.
 *
 * **Convention** an object's tree spans [-1, 1]² of its frame; a part's corners lie where `toImage` (that frame → the part's) sends them
 * back to. Parts without a finite frame are left out.
 *
 * @throws RnpError RNP_IMAGE_RASTER; RNP_IMAGES for what is no mask; RNP_CONFIG for what is no tree, no frame, or no path in its tree, RNP_IMAGE_TOO_LARGE for a tree of more than 10,000 nodes
 */
export function sceneSvg<N extends DrawableNode<N>>(
  picture: AnyRaster,
  objects: readonly SceneObject<N>[],
  options: SceneSvgOptions = {},
): string {
  const { width, height } = checkPicture(picture);
  checkOption.array('objects', objects, checkObject<N>);
  checkOption.options('options', options, [], ['size', 'title']);
  const { size = defaultSize, title = 'Objects of the scene' } = options;
  checkOption.number('options.size', size, 1);
  checkOption.text('options.title', title);
  const unit = Math.max(width, height) / size;
  const shapes = objects.map((object, i) => shapesOf(object, i, { unit, width, height }));
  const found = objects.length === 1 ? '1 object' : `${objects.length} objects`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="rnp-svg" role="img" viewBox="0 0 ${width} ${height}" width="${attribute(width / unit)}" height="${attribute(height / unit)}">`,
    `<title>${escapeText(title)}</title>`,
    `<desc>${found}, with the frames of their parts.</desc>`,
    svgStyle,
    `<image class="rnp-pixels" width="${width}" height="${height}" href="${pngDataUri(encodePng(picture))}"/>`,
    ...shapes,
    '</svg>',
  ].join('');
}

function checkObject<N extends DrawableNode<N>>(path: string, object: unknown): void {
  checkOption.object(path, object);
  const { frame, tree, parts = [] } = object as SceneObject<N>;
  checkOption.object(`${path}.frame`, frame);
  checkOption.number(`${path}.frame.x`, frame.x);
  checkOption.number(`${path}.frame.y`, frame.y);
  checkOption.number(`${path}.frame.side`, frame.side, 0);
  countNodes(tree);
  checkOption.list(`${path}.parts`, parts, (at, part) => checkPart(at, part, tree.root));
}

function checkPart<N extends DrawableNode<N>>(at: string, part: unknown, root: N): void {
  checkOption.object(at, part);
  const { path } = part as PartMask;
  checkOption.numbers(`${at}.path`, path);
  let node: N | undefined = root;
  for (const index of path) node = node?.children[index];
  if (path.length > 0 && node !== undefined) return;
  throw new RnpError('RNP_CONFIG', `must lead to a part of the tree, not ${shown(path)}`, {
    path: `${at}.path`,
  });
}

/** What all shapes of an object need. */
interface Drawing {
  /** Of the picture. */
  readonly width: number;
  readonly height: number;
  /** A CSS pixel. */
  readonly unit: number;
  readonly id: string;
  readonly frame: SceneObject<never>['frame'];
  readonly colour: string;
  /** The outline of each part's mask, by its path. */
  readonly outlines: ReadonlyMap<string, string>;
}

function shapesOf<N extends DrawableNode<N>>(
  { frame, tree, mask, parts = [] }: SceneObject<N>,
  index: number,
  sizes: Pick<Drawing, 'width' | 'height' | 'unit'>,
): string {
  const { unit } = sizes;
  const colour = hex(partColour(index));
  const name = `object ${index + 1}`;
  // Pixels are squares, and their middles whole numbers.
  const [left, top] = [frame.x + 0.5 - frame.side / 2, frame.y + 0.5 - frame.side / 2];
  const outline = mask === undefined ? '' : maskOutline(mask, sizes, `objects[${index}].mask`);
  const outlines = new Map(
    parts.map((part, i) => [
      part.path.join('-'),
      maskOutline(part.mask, sizes, `objects[${index}].parts[${i}].mask`),
    ]),
  );
  const drawing = { ...sizes, id: `object-${index + 1}`, frame, colour, outlines };
  // Above its frame, where a number hides nothing of a small object; within it where the picture ends.
  const base = top >= 14 * unit ? top - 4 * unit : top + 14 * unit;
  return [
    `<g id="${drawing.id}"><title>${name}</title>`,
    ...(outline === '' ? [] : [`<path d="${outline}" fill="${colour}" fill-opacity="0.4"/>`]),
    `<rect x="${attribute(left)}" y="${attribute(top)}" width="${attribute(frame.side)}" height="${attribute(frame.side)}" fill="none" stroke="${colour}" stroke-width="${attribute(unit * 2.5)}"/>`,
    ...tree.root.children.map((part, i) => partShapes(drawing, part, [i], name)),
    `<text x="${attribute(left + 4 * unit)}" y="${attribute(base)}" font-size="${attribute(12 * unit)}" font-weight="600" style="fill:${colour}">${index + 1}</text></g>`,
  ].join('');
}

/** A part with all that is below it; of a part of a part only its mask is drawn. @param above what the part is of, in words */
function partShapes<N extends DrawableNode<N>>(
  drawing: Drawing,
  part: N,
  path: readonly number[],
  above: string,
): string {
  const { unit, colour, outlines, id, frame } = drawing;
  const isFirst = path.length === 1;
  const name = `part ${part.step} of ${above}`;
  const outline = outlines.get(path.join('-')) ?? '';
  const look = isFirst
    ? `fill="none" stroke="${colour}" stroke-width="${attribute(unit)}"`
    : `fill="${colour}" fill-opacity="0"`;
  const framed = isFirst ? framePath(part, frame) : null;
  const shapes = [
    ...(outline === '' ? [] : [`<path d="${outline}" ${look}/>`]),
    ...(framed === null
      ? []
      : [
          `<path d="${framed}" fill="none" stroke="${colour}" stroke-width="${attribute(unit * 1.25)}" stroke-linejoin="round" stroke-dasharray="${attribute(unit * 4)} ${attribute(unit * 3)}"/>`,
        ]),
    ...part.children.map((child, i) => partShapes(drawing, child, [...path, i], name)),
  ].join('');
  return shapes === '' ? '' : `<g id="${id}-part-${path.join('-')}"><title>${name}</title>${shapes}</g>`;
}

/** The corners of a part's frame on the picture; null where it has none. */
function framePath<N extends DrawableNode<N>>(
  part: N,
  { x, y, side }: SceneObject<N>['frame'],
): string | null {
  const corners = frameCorners.map((corner) => preimage(part.toImage, corner));
  if (!corners.every((corner) => corner !== null)) return null;
  const [left, top] = [x + 0.5 - side / 2, y + 0.5 - side / 2];
  const points = corners.map(
    ([u, v]) => `${attribute(left + ((u + 1) / 2) * side)} ${attribute(top + ((v + 1) / 2) * side)}`,
  );
  return `M${points.join('L')}Z`;
}
