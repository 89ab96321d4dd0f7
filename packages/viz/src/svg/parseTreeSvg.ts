import type { Raster } from '@rnp/images';
import { checkFlag, checkOption } from '../checks.js';
import { colourParts } from '../colourParts.js';
import { encodePng, pngDataUri } from '../image/encodePng.js';
import { emptyGround, isEmpty, legibleInk } from '../legibleInk.js';
import { hex, partColour } from '../palette.js';
import type { DrawableNode, DrawableTree } from '../parseNode.js';
import { countNodes, pictureBudget } from '../treeWork.js';
import { attribute, escapeText } from './escape.js';
import { layoutTree, type PlacedNode } from './parseTreeLayout.js';
import { svgStyle } from './theme.js';

export interface ParseTreeSvgOptions {
  /** Default 'Parse tree'. */
  readonly title?: string;
  /** Grey pictures of parts take the part's colour. Default true. */
  readonly tint?: boolean;
  /** What stands below a part: its step and action, its step alone. Default 'action'. */
  readonly labels?: 'action' | 'step';
}

export const defaultParseTreeSvgOptions: Required<ParseTreeSvgOptions> = Object.freeze({
  title: 'Parse tree',
  tint: true,
  labels: 'action',
});

const margin = 16;
const legendHeight = 30;

/**
 * A parse tree as an SVG document: the whole image on top, below it the parts, below each its subparts; edges and frames
 * in the colour that a part has in `colourParts`. Faint parts are amplified, and a part that draws nothing is grey.
 * No script, no external reference; for light and dark mode.
 *
 * @param tree a ParseTree, or anything with such nodes
 * @param rasterOf the picture of a node, of any size: usually the part in its own frame,
 * `(node) => renderTree(node, { width: 28, height: 28, frame: 'own', tree })`
 * @throws RnpError RNP_IMAGE_RASTER when a picture is none; RNP_CONFIG if it is not a tree,
 *   RNP_IMAGE_TOO_LARGE for more than 10,000 nodes, 64 levels, or 64 million pixels in all pictures, before more than one
 *   of them is drawn
 */
export function parseTreeSvg<N extends DrawableNode<N>>(
  tree: DrawableTree<N>,
  rasterOf: (node: N) => Raster,
  options: ParseTreeSvgOptions = {},
): string {
  checkOption.callable('rasterOf', rasterOf);
  checkOption.options('options', options, [], Object.keys(defaultParseTreeSvgOptions));
  const pictured = pictureBudget(countNodes(tree));
  const { title, tint, labels } = { ...defaultParseTreeSvgOptions, ...options };
  checkOption.text('options.title', title);
  checkFlag('options.tint', tint);
  checkOption.choice('options.labels', labels, ['action', 'step']);
  const layout = layoutTree(tree.root);
  const legend = labels === 'action' && layout.nodes.some(({ node }) => node.action !== null);
  const minimum = legend ? 560 : 0;
  const width = Math.max(layout.width, minimum) + 2 * margin;
  const height = layout.height + 2 * margin + (legend ? legendHeight : 0);
  const left = (width - layout.width) / 2;
  const edges = layout.nodes.map((placed) => edge(placed)).join('');
  const pictures = layout.nodes
    .map((placed) => picture(placed, (node) => pictured(rasterOf(node), 'rasterOf()'), tint))
    .join('');
  const texts = layout.nodes.map((placed) => label(placed, labels)).join('');
  const depths = new Map<number, number>();
  for (const { depth } of layout.nodes) depths.set(depth, (depths.get(depth) ?? 0) + 1);
  const counts = [...depths].filter(([depth]) => depth > 0).map(([depth, n]) => `${n} ${noun(depth, n)}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="rnp-svg" role="img" viewBox="0 0 ${attribute(width)} ${attribute(height)}" width="${attribute(width)}" height="${attribute(height)}">`,
    `<title>${escapeText(title)}</title>`,
    `<desc>${escapeText(`The image as a tree: ${counts.join(', ') || 'no parts'}.`)}</desc>`,
    svgStyle,
    `<g transform="translate(${attribute(left)} ${margin})">`,
    edges,
    pictures,
    texts,
    '</g>',
    legend
      ? `<text class="rnp-muted" font-size="11" text-anchor="middle" x="${attribute(width / 2)}" y="${attribute(height - margin)}">actions in [−1, 1]: s scale x, y · r rotation, k shear · t translation x, y</text>`
      : '',
    '</svg>',
  ].join('');
}

function noun(depth: number, count: number): string {
  return `${'sub'.repeat(depth - 1)}part${count === 1 ? '' : 's'}`;
}

/** The root is not a part and has no colour. */
function colourOf<N extends DrawableNode<N>>({ node, parent }: PlacedNode<N>): string {
  return parent === null ? 'var(--rnp-frame)' : hex(partColour(node.step - 1));
}

function edge<N extends DrawableNode<N>>(placed: PlacedNode<N>): string {
  const { parent, x, y, depth } = placed;
  if (parent === null) return '';
  // From below the parent's label, so that edges never cross text.
  const from = parent.y + parent.size + (parent.depth === 0 ? 2 : 44);
  const middle = (from + y) / 2;
  const path = `M${attribute(parent.x)} ${attribute(from)}C${attribute(parent.x)} ${attribute(middle)} ${attribute(x)} ${attribute(middle)} ${attribute(x)} ${attribute(y)}`;
  return `<path d="${path}" fill="none" stroke="${colourOf(placed)}" stroke-width="${depth === 1 ? 2.5 : 1.5}"/>`;
}

function picture<N extends DrawableNode<N>>(
  placed: PlacedNode<N>,
  rasterOf: (node: N) => Raster,
  tint: boolean,
): string {
  const { node, parent, x, y, size, depth } = placed;
  const raster = rasterOf(node);
  const part = parent !== null;
  const empty = part && isEmpty([raster]);
  const [legible] = part ? legibleInk([raster]) : [raster];
  const shown =
    tint && part && raster.channels === 1
      ? colourParts([legible!], { colourOf: () => partColour(node.step - 1) })
      : legible!;
  const what =
    parent === null
      ? 'the whole image'
      : `${noun(depth, 1)} ${node.step}${empty ? ', which draws nothing' : ''}`;
  const box = `x="${attribute(x - size / 2)}" y="${attribute(y)}" width="${attribute(size)}" height="${attribute(size)}"`;
  return [
    `<g${empty ? ' opacity="0.5"' : ''}><title>${escapeText(what)}</title>`,
    empty
      ? `<rect ${box} fill="${hex(emptyGround)}"/>${emptyWord(placed)}`
      : `<rect ${box} fill="#000"/><image class="rnp-pixels" ${box} href="${pngDataUri(encodePng(shown))}"/>`,
    `<rect ${box} fill="none" stroke="${colourOf(placed)}" stroke-width="${depth < 2 ? 2.5 : 1.5}" rx="1.5"/></g>`,
  ].join('');
}

function emptyWord<N extends DrawableNode<N>>({ x, y, size }: PlacedNode<N>): string {
  return `<text x="${attribute(x)}" y="${attribute(y + size / 2 + 4)}" text-anchor="middle" font-size="11" style="fill:#fff">empty</text>`;
}

function label<N extends DrawableNode<N>>(placed: PlacedNode<N>, labels: 'action' | 'step'): string {
  const { node, parent, x, y, size, depth } = placed;
  if (parent === null) return '';
  const top = y + size;
  const line = (text: string, below: number, rest: string): string =>
    `<text x="${attribute(x)}" y="${attribute(top + below)}" text-anchor="middle" ${rest}>${escapeText(text)}</text>`;
  const name = line(nameOf(placed), 13, `font-size="${depth === 1 ? 11.5 : 10}" font-weight="600"`);
  if (labels === 'step' || node.action === null) return name;
  const [sx = 0, rotation = 0, shear = 0, sy = 0, tx = 0, ty = 0] = node.action;
  const small = 'class="rnp-muted" font-size="8.5" style="font-variant-numeric:tabular-nums"';
  return [
    name,
    line(`s ${short(sx)} ${short(sy)}`, 23.5, small),
    line(`r ${short(rotation)} k ${short(shear)}`, 33, small),
    line(`t ${short(tx)} ${short(ty)}`, 42.5, small),
  ].join('');
}

/** 'part 2', and below it '2.1', where there is room for little. */
function nameOf<N extends DrawableNode<N>>({ node, parent, depth }: PlacedNode<N>): string {
  if (parent === null || depth <= 1) return `part ${node.step}`;
  return `${nameOf(parent).replace('part ', '')}.${node.step}`;
}

/** −0.25: two digits, a true minus sign, no negative zero. */
function short(value: number): string {
  if (!Number.isFinite(value)) return '?';
  const text = Math.abs(value).toFixed(2);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}
