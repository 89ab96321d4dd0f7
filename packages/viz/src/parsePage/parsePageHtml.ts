import { RnpError } from '@rnp/errors';
import type { Raster } from '@rnp/images';
import { checkOption, checkTexts } from '../checks.js';
import { checkPicture } from '../image/byteRaster.js';
import { htmlPage } from '../page/htmlPage.js';
import type { DrawableNode, DrawableTree } from '../parseNode.js';
import { escapeText } from '../svg/escape.js';
import { countNodes, pictureBudget } from '../treeWork.js';
import { leavesOf, type PageNode, pageNodes, withLegibleInk } from './pageNodes.js';
import { pageScript, pageScriptHash } from './script.js';
import { stageSvg } from './stage.js';
import { depthStyle, parsePageStyle } from './style.js';
import { treeList } from './treeList.js';

/** What the page shows of a tree; with @rnp/recursive-decoder, `renderTree` draws all but the first. */
export interface ParsePagePictures<N> {
  /** What was taken apart, in its own size. */
  readonly image: Raster;
  /** The whole tree drawn on the image: of any size, some eight times the image's looks best. */
  readonly redrawn: Raster;
  /** What one node draws on the image: child indices from the root down, counted from 0. All of one size. */
  readonly onImage: (path: readonly number[]) => Raster;
  /** A node in its own frame. It is also asked for nodes with a single one of their children. */
  readonly onOwnCanvas: (node: N) => Raster;
}

export interface ParsePageOptions {
  readonly title: string;
  /** A sentence or two below the title. */
  readonly summary?: string;
  /** Small print at the end: what made the page. Default 'Made with @rnp/viz'. */
  readonly footer?: string;
  /** What to type to get the same again. */
  readonly command?: string;
  /** Default 'en'. */
  readonly language?: string;
}

const wordNames = Object.freeze(['summary', 'footer', 'command', 'language'] as const);

/**
 * One parse as a self-contained HTML page to send to someone: the image, its parts in colours, the tree. A node's pixels are
 * highlighted when the reader points at it or reaches it with the arrow keys; pointing at the picture highlights the part
 * there. The reader can step through the drawing. For light and dark mode, phone and paper; without scripts it still shows
 * picture and tree.
 *
 * The page loads nothing, and only its own script runs; its content security policy enforces both. All text is escaped.
 *
 * @throws RnpError RNP_IMAGE_RASTER for an invalid raster; RNP_CONFIG for an empty title and what is no
 *   tree, RNP_IMAGE_TOO_LARGE for more than 10,000 nodes, 64 levels, or 64 million pixels in all leaves on the image, before
 *   more than one of them is drawn
 * @example
 * const size = { width: 224, height: 224 };
 * const html = parsePageHtml(
 *   tree,
 *   {
 *     image,
 *     redrawn: renderTree(tree, size),
 *     onImage: (path) => renderTree(tree, { ...size, path }),
 *     onOwnCanvas: (node) => renderTree(node, { width: 84, height: 84, frame: 'own', tree }),
 *   },
 *   { title: 'A seven in four strokes' },
 * );
 */
export function parsePageHtml<N extends DrawableNode<N>>(
  tree: DrawableTree<N>,
  pictures: ParsePagePictures<N>,
  options: ParsePageOptions,
): string {
  checkOption.options('pictures', pictures, ['image', 'redrawn', 'onImage', 'onOwnCanvas']);
  checkPicture(pictures.image, 'pictures.image');
  checkPicture(pictures.redrawn, 'pictures.redrawn');
  checkOption.callable('pictures.onImage', pictures.onImage);
  checkOption.callable('pictures.onOwnCanvas', pictures.onOwnCanvas);
  checkOption.options('options', options, ['title'], wordNames);
  checkTexts('options', options, ['title', ...wordNames]);
  const { title, summary, command, footer = 'Made with @rnp/viz', language = 'en' } = options;
  if (title.trim() === '') throw new RnpError('RNP_CONFIG', 'must not be empty', { path: 'options.title' });
  const pictured = pictureBudget(countNodes(tree, ({ children }) => children.length === 0));
  const onImage = (path: readonly number[]): Raster => pictured(pictures.onImage(path), 'onImage()');
  const root = withLegibleInk(pageNodes(tree.root, onImage));
  const depth = deepest(root);
  const stage = stageSvg(root, { seen: pictures.image, redrawn: pictures.redrawn }, title);
  return htmlPage({
    language,
    title,
    summary,
    style: `${parsePageStyle}${depthStyle(depth)}`,
    content: [
      `<div class="viewer" data-view="${Math.min(depth, 1)}">`,
      '<section class="picture" aria-label="The picture">',
      stage,
      controls(
        depth,
        leavesOf(root).map(({ name }) => name),
      ),
      '<p class="detail" id="detail" hidden></p>',
      '</section>',
      `<section class="parts" aria-label="The tree">${treeList(root, pictures.onOwnCanvas)}</section>`,
      '</div>',
      command === undefined
        ? ''
        : `<section class="again"><h2>Make it again</h2><pre><code>${escapeText(command)}</code></pre></section>`,
    ],
    footer,
    script: { text: pageScript, hash: pageScriptHash },
  });
}

function deepest<N>({ path, children }: PageNode<N>): number {
  return children.reduce((max, child) => Math.max(max, deepest(child)), path.length);
}

/** Hidden until the script, without which they do nothing, shows them. */
function controls(depth: number, leaves: readonly string[]): string {
  const views = [
    ['seen', 'Image'],
    ['redrawn', 'Redrawn'],
    ...Array.from({ length: depth }, (_, d) => [
      String(d + 1),
      d === 0 ? 'Parts' : `${'Sub'}${'sub'.repeat(d - 1)}parts`,
    ]),
  ];
  const radios = views.map(
    ([value, label]) =>
      `<label><input type="radio" name="view" value="${value}"${value === String(Math.min(depth, 1)) ? ' checked' : ''}><span>${label}</span></label>`,
  );
  return [
    '<div class="controls" hidden>',
    `<fieldset class="views"><legend>Show</legend>${radios.join('')}</fieldset>`,
    '<div class="drawing"><button type="button" class="play" aria-label="Play the drawing"><span aria-hidden="true"></span></button>',
    `<input type="range" id="drawn" min="0" max="${leaves.length}" value="${leaves.length}" step="1" aria-label="Leaves drawn" data-leaves="${leaves.join(' ')}">`,
    '<output for="drawn"></output></div>',
    '</div>',
  ].join('');
}
