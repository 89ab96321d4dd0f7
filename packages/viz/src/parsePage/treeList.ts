import type { Raster } from '@rnp/images';
import { colourParts } from '../colourParts.js';
import { encodePng, pngDataUri } from '../image/encodePng.js';
import { emptyGround, isEmpty, legibleInk } from '../legibleInk.js';
import { partColour } from '../palette.js';
import type { DrawableNode } from '../parseNode.js';
import { escapeText } from '../svg/escape.js';
import { percent, placeInWords, placeOf } from './nodeFacts.js';
import type { PageNode } from './pageNodes.js';

/** The tree as nested lists, a tree widget to who uses a screen reader; each node with its own canvas, its children in colours. */
export function treeList<N extends DrawableNode<N>>(
  root: PageNode<N>,
  onOwnCanvas: (node: N) => Raster,
): string {
  return `<ul class="tree" role="tree" aria-label="The image and its parts">${item(root, onOwnCanvas, 1, 1)}</ul>`;
}

function item<N extends DrawableNode<N>>(
  one: PageNode<N>,
  onOwnCanvas: (node: N) => Raster,
  place: number,
  of: number,
): string {
  const { children, colour, path, name } = one;
  const { title, share, place: words } = wordsOf(one);
  const below = children.map((child, index) => item(child, onOwnCanvas, index + 1, children.length));
  const canvas = canvasOf(one, onOwnCanvas);
  const position = `aria-level="${path.length + 1}" aria-posinset="${place}" aria-setsize="${of}"`;
  const owned = below.length === 0 ? '' : ` aria-owns="below-${name}"`;
  const description = words === '' ? '' : ` aria-description="${escapeText(words)}"`;
  return [
    `<li role="none" data-depth="${path.length}"${path.length === 0 ? '' : ` style="--c:${colour}"`}>`,
    `<div class="node${canvas === null ? ' empty' : ''}" role="treeitem" data-path="${name}" tabindex="${path.length === 0 ? 0 : -1}" aria-selected="false" ${position}${owned}${description}>`,
    `<img src="${canvas === null ? blankPixel : pngDataUri(encodePng(canvas))}" alt="">`,
    `<span class="name">${title}</span><span class="share">${share}</span></div>`,
    below.length === 0 ? '' : `<ul role="group" id="below-${name}">${below.join('')}</ul>`,
    '</li>',
  ].join('');
}

/** Grey, as nothing is drawn there. */
const blankPixel: string = pngDataUri(
  encodePng({ width: 1, height: 1, channels: 3, data: Float32Array.from(emptyGround) }),
);

/** What stands at a node, where there is room for little and the rest is for who hears it; and where it lies, as its description. */
function wordsOf<N extends DrawableNode<N>>({ node, path, name, share, children }: PageNode<N>) {
  const parts = children.length === 1 ? '1 part' : `${children.length} parts`;
  if (path.length === 0) return { title: 'The whole image', share: `Drawn by ${parts}`, place: '' };
  const unseen = (text: string): string => (path.length === 1 ? text : `<span class="unseen">${text}</span>`);
  const place = placeOf(node);
  const own = children.length === 0 ? [] : [`drawn by ${parts} of its own`];
  return {
    title: `${unseen('Part ')}${name}`,
    share: `${percent(share)}${unseen(' of the ink')}`,
    place: [...(place === null ? [] : [placeInWords(place)]), ...own].join('; '),
  };
}

/** Its children in their colours; a leaf in its own. Faint ink is made stronger; null where there is none. */
function canvasOf<N extends DrawableNode<N>>(
  { node }: PageNode<N>,
  onOwnCanvas: (node: N) => Raster,
): Raster | null {
  const leaf = node.children.length === 0;
  const parts = leaf
    ? [onOwnCanvas(node)]
    : node.children.map((child) => onOwnCanvas({ ...node, children: [child] }));
  if (isEmpty(parts)) return null;
  const legible = legibleInk(parts);
  return colourParts(legible, { colourOf: (i) => partColour((leaf ? node : node.children[i]!).step - 1) });
}
