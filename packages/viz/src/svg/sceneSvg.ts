import { frameCorners, preimage } from '../affine.js';
import { checkOption } from '../checks.js';
import { type AnyRaster, checkPicture } from '../image/byteRaster.js';
import { encodePng, pngDataUri } from '../image/encodePng.js';
import { hex, partColour } from '../palette.js';
import type { DrawableNode, DrawableTree } from '../parseNode.js';
import { countNodes } from '../treeWork.js';
import { attribute, escapeText } from './escape.js';
import { svgStyle } from './theme.js';

/** An object of a scene: its square frame on the picture, and its tree in it. */
export interface SceneObject<N> {
  /** The frame's middle in pixels of the picture, from the middle of the first one, x right, y down; and its side. */
  readonly frame: { readonly x: number; readonly y: number; readonly side: number };
  readonly tree: DrawableTree<N>;
}

export interface SceneSvgOptions {
  /** Longer side of the drawing in CSS pixels. Default 480. */
  readonly size?: number;
  /** Default 'Objects of the scene'. */
  readonly title?: string;
}

const defaultSize = 480;

/**
 * A picture with its objects as an SVG document: each object's frame and number, and the frames of its parts, in one colour per object.
 *
 * **Convention** an object's tree spans [-1, 1]² of its frame; a part's corners lie where `toImage` (that frame → the part's) sends them
 * back to. Parts without a finite frame are left out.
 *
 * @throws RnpError RNP_IMAGE_RASTER; RNP_CONFIG for what is no tree or no frame, RNP_IMAGE_TOO_LARGE for a tree of more than 10,000 nodes
 */
export function sceneSvg<N extends DrawableNode<N>>(
  picture: AnyRaster,
  objects: readonly SceneObject<N>[],
  options: SceneSvgOptions = {},
): string {
  const { width, height } = checkPicture(picture);
  checkOption.array('objects', objects, checkObject);
  checkOption.options('options', options, [], ['size', 'title']);
  const { size = defaultSize, title = 'Objects of the scene' } = options;
  checkOption.number('options.size', size, 1);
  checkOption.text('options.title', title);
  const unit = Math.max(width, height) / size;
  const shapes = objects.map((object, i) => shapesOf(object, i, unit));
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

function checkObject(path: string, object: unknown): void {
  checkOption.object(path, object);
  const { frame, tree } = object as SceneObject<never>;
  checkOption.object(`${path}.frame`, frame);
  checkOption.number(`${path}.frame.x`, frame.x);
  checkOption.number(`${path}.frame.y`, frame.y);
  checkOption.number(`${path}.frame.side`, frame.side, 0);
  countNodes(tree);
}

function shapesOf<N extends DrawableNode<N>>(
  { frame, tree }: SceneObject<N>,
  index: number,
  unit: number,
): string {
  const colour = hex(partColour(index));
  // Pixels are squares, and their middles whole numbers.
  const [left, top] = [frame.x + 0.5 - frame.side / 2, frame.y + 0.5 - frame.side / 2];
  const parts = tree.root.children.map((part) => {
    const corners = frameCorners.map((corner) => preimage(part.toImage, corner));
    if (!corners.every((corner) => corner !== null)) return '';
    const points = corners.map(
      ([x, y]) =>
        `${attribute(left + ((x + 1) / 2) * frame.side)} ${attribute(top + ((y + 1) / 2) * frame.side)}`,
    );
    return `<path d="M${points.join('L')}Z" fill="none" stroke="${colour}" stroke-width="${attribute(unit * 1.25)}" stroke-linejoin="round" stroke-dasharray="${attribute(unit * 4)} ${attribute(unit * 3)}"><title>part ${part.step} of object ${index + 1}</title></path>`;
  });
  return [
    `<g><title>object ${index + 1}</title>`,
    `<rect x="${attribute(left)}" y="${attribute(top)}" width="${attribute(frame.side)}" height="${attribute(frame.side)}" fill="none" stroke="${colour}" stroke-width="${attribute(unit * 2.5)}"/>`,
    ...parts,
    `<text x="${attribute(left + 4 * unit)}" y="${attribute(top + 14 * unit)}" font-size="${attribute(12 * unit)}" font-weight="600" style="fill:${colour}">${index + 1}</text></g>`,
  ].join('');
}
