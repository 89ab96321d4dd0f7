import type { Raster } from '@rnp/images';
import { frameCorners, preimage, toPixels } from '../affine.js';
import { checkOption } from '../checks.js';
import { checkPicture } from '../image/byteRaster.js';
import { encodePng, pngDataUri } from '../image/encodePng.js';
import { hex, partColour } from '../palette.js';
import type { DrawableNode, DrawableTree } from '../parseNode.js';
import { countNodes } from '../treeWork.js';
import { attribute, escapeText } from './escape.js';
import { svgStyle } from './theme.js';

export interface OutlineSvgOptions {
  /** Width of the drawing in CSS pixels. Default 320. */
  readonly size?: number;
  /** How far down the tree frames are drawn: 1 the parts, 2 their subparts too (dashed). Default 1. */
  readonly depth?: number;
  /** Room around the image, as a share of its width, for frames that reach beyond it. Default 0.15. */
  readonly margin?: number;
  /** Default 'Frames of the parts'. */
  readonly title?: string;
}

export const defaultOutlineSvgOptions: Required<OutlineSvgOptions> = Object.freeze({
  size: 320,
  depth: 1,
  margin: 0.15,
  title: 'Frames of the parts',
});

/**
 * The frame of each part as a polygon over the image, in the part's colour, as an SVG document.
 *
 * **Convention** a part's frame is [-1, 1]² of its own coordinates; its corners on the image are the points that `toImage`
 * (image frame → part frame) sends there. A short stroke at the middle of the upper side shows which way is up. Parts without a
 * finite frame are left out.
 *
 * @throws RnpError RNP_IMAGE_RASTER; RNP_CONFIG if it is not a tree, RNP_IMAGE_TOO_LARGE for more than
 *   10,000 nodes or 64 levels
 */
export function outlineSvg<N extends DrawableNode<N>>(
  image: Raster,
  tree: DrawableTree<N>,
  options: OutlineSvgOptions = {},
): string {
  countNodes(tree);
  checkOption.options('options', options, [], Object.keys(defaultOutlineSvgOptions));
  const { size, depth, margin, title } = { ...defaultOutlineSvgOptions, ...options };
  checkOption.number('options.size', size, 1);
  checkOption.number('options.depth', depth, 0);
  checkOption.number('options.margin', margin, 0);
  checkOption.text('options.title', title);
  const { width, height } = checkPicture(image);
  const pad = width * margin;
  const unit = (width + 2 * pad) / size;
  const shapes: string[] = [];
  const visit = (node: N, below: number, colour: string): void => {
    if (below > depth) return;
    const path = framePath(node, width, height);
    if (path !== null) {
      const dashes = below > 1 ? ` stroke-dasharray="${attribute(unit * 4)} ${attribute(unit * 3)}"` : '';
      shapes.push(
        `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${attribute(unit * (below > 1 ? 1.25 : 2.5))}" stroke-linejoin="round"${dashes}><title>${below > 1 ? 'subpart' : 'part'} ${node.step}</title></path>`,
      );
    }
    for (const child of node.children) visit(child, below + 1, colour);
  };
  for (const part of tree.root.children) visit(part, 1, hex(partColour(part.step - 1)));
  const box = [-pad, -pad, width + 2 * pad, height + 2 * pad].map(attribute).join(' ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="rnp-svg" role="img" viewBox="${box}" width="${attribute(size)}" height="${attribute((height + 2 * pad) / unit)}">`,
    `<title>${escapeText(title)}</title>`,
    `<desc>${escapeText(`${partsInWords(tree.root.children.length)} where it lies on the image.`)}</desc>`,
    svgStyle,
    // The margin is black too, so that the bright outlines are as readable there as on the image.
    `<rect x="${attribute(-pad)}" y="${attribute(-pad)}" width="${attribute(width + 2 * pad)}" height="${attribute(height + 2 * pad)}" fill="#16191d"/>`,
    `<image class="rnp-pixels" width="${width}" height="${height}" href="${pngDataUri(encodePng(image))}"/>`,
    ...shapes,
    '</svg>',
  ].join('');
}

function partsInWords(count: number): string {
  return count === 1 ? '1 part, outlined' : `${count} parts, each outlined`;
}

function framePath<N extends DrawableNode<N>>(node: N, width: number, height: number): string | null {
  const points = [...frameCorners, [0, -1] as const, [0, -0.75] as const].map((corner) => {
    const point = preimage(node.toImage, corner);
    return point && `${attribute(toPixels(point[0], width))} ${attribute(toPixels(point[1], height))}`;
  });
  if (points.includes(null)) return null;
  return `M${points.slice(0, 4).join('L')}ZM${points[4]}L${points[5]}`;
}
