// W, H size of the image

import type { Raster } from '@rnp/images';
import { frameCorners, preimage, toPixels } from '../affine.js';
import { encodePng, pngDataUri } from '../image/encodePng.js';
import type { DrawableNode } from '../parseNode.js';
import { attribute, escapeText } from '../svg/escape.js';
import { allOf, leavesOf, type PageNode } from './pageNodes.js';

export interface StagePictures {
  /** What was taken apart. */
  readonly seen: Raster;
  /** The tree drawn, at any size. */
  readonly redrawn: Raster;
}

/**
 * The picture on which parts light up: what was seen, what the tree draws, and each leaf's ink as a mask over a colour, so that
 * the page can colour leaves by the part that they belong to at any depth (`--c1`, `--c2`, … on each).
 *
 * @param title for who cannot see it
 */
export function stageSvg<N extends DrawableNode<N>>(
  root: PageNode<N>,
  { seen, redrawn }: StagePictures,
  title: string,
): string {
  const { width: W, height: H } = seen;
  const leaves = leavesOf(root);
  const masks = leaves.map(
    ({ name, ink }) =>
      `<mask id="ink-${name}" maskUnits="userSpaceOnUse" x="0" y="0" width="${W}" height="${H}">${image(ink!, seen)}</mask>`,
  );
  const shown = leaves.map(({ name, path }) => {
    const colours = path
      .map((_, depth) => `--c${depth + 1}:${ancestorAt(root, path, depth + 1).colour}`)
      .join(';');
    return `<rect class="leaf" data-path="${name}" width="${W}" height="${H}" mask="url(#ink-${name})" style="${colours}"/>`;
  });
  const frames = allOf(root)
    .filter(({ path }) => path.length > 0)
    .map((one) => frame(one, W, H));
  return [
    `<svg class="stage" viewBox="0 0 ${W} ${H}" role="img" aria-label="${escapeText(title)}">`,
    `<defs>${masks.join('')}</defs>`,
    `<rect width="${W}" height="${H}" fill="#000"/>`,
    image(seen, seen, 'seen'),
    image(redrawn, seen, 'redrawn'),
    ...shown,
    ...frames,
    '</svg>',
  ].join('');
}

/** **Convention** corners of the frame lie on pixel centres, so a finer picture's outer pixels reach out by half of their own size. */
function image(raster: Raster, { width: W, height: H }: Raster, name?: string): string {
  const across = raster.width > 1 ? (W - 1) / (raster.width - 1) : W;
  const down = raster.height > 1 ? (H - 1) / (raster.height - 1) : H;
  const box = `x="${precise((W - across * raster.width) / 2)}" y="${precise((H - down * raster.height) / 2)}" width="${precise(across * raster.width)}" height="${precise(down * raster.height)}"`;
  return `<image${name === undefined ? '' : ` class="${name}"`} ${box} preserveAspectRatio="none" href="${pngDataUri(encodePng(raster))}"/>`;
}

/** Pixels are units here, so two digits would shift a fine picture visibly. */
function precise(value: number): string {
  return String(Math.round(value * 1e4) / 1e4);
}

function ancestorAt<N>(root: PageNode<N>, path: readonly number[], depth: number): PageNode<N> {
  return path.slice(0, depth).reduce((node, index) => node.children[index]!, root);
}

function frame<N extends DrawableNode<N>>({ node, name, colour }: PageNode<N>, W: number, H: number): string {
  const corners = frameCorners.map((corner) => preimage(node.toImage, corner));
  const points = corners.map(
    (at) => at && `${attribute(toPixels(at[0], W))},${attribute(toPixels(at[1], H))}`,
  );
  if (points.includes(null)) return '';
  return `<polygon class="frame" data-path="${name}" points="${points.join(' ')}" stroke="${colour}"/>`;
}
