import { basename } from 'node:path';
import { type ParseNode, type ParseTree, renderTree } from '@rnp/recursive-decoder';
import { parsePageHtml, type Raster } from '@rnp/viz';
import { check, checkOptions, type Look } from '../checks.js';
import { errorWords } from './errorWords.js';
import type { Explained } from './explain.js';
import { isExplained, isRaster, isTree } from './explainLooks.js';
import { rasterOf } from './rasters.js';

/** The contents of the page. */
export interface ParsePageSource {
  readonly title: string;
  /** The parsed image, as the model takes it. */
  readonly image: Raster;
  readonly explained: Explained;
  readonly tree: ParseTree;
  /** The model's name or path, as the caller gave it. */
  readonly model: string;
  /** The command or program that made the page. */
  readonly command: string;
  readonly version: string;
}

const looks: Readonly<Record<keyof ParsePageSource, Look>> = Object.freeze({
  title: check.text,
  image: isRaster,
  explained: isExplained,
  tree: isTree,
  model: check.text,
  command: check.text,
  version: check.text,
});

/** Pixels of the longer side, about: of the drawing, and of a node's own canvas. */
const drawingSide = 256;
const canvasSide = 96;

/** A parse as one self-contained HTML page. */
export function parsePage(source: ParsePageSource): string {
  checkOptions('source', source, looks, Object.keys(looks));
  const { title, image, explained, tree, model, command, version } = source;
  check.choice('source.explained.picture.data.length', explained.picture.data.length, [image.data.length]);
  const [height, width] = tree.imageShape;
  const sized = (side: number): { width: number; height: number } => {
    const scale = Math.max(1, Math.round(side / Math.max(width, height)));
    return { width: width * scale, height: height * scale };
  };
  const [drawing, canvas] = [sized(drawingSide), sized(canvasSide)];
  return parsePageHtml<ParseNode>(
    tree,
    {
      image,
      redrawn: picture(renderTree(tree, drawing)),
      onImage: (path) => picture(renderTree(tree, { ...drawing, path })),
      onOwnCanvas: (node) => picture(renderTree(node, { ...canvas, frame: 'own', tree })),
    },
    {
      title,
      summary: summaryOf(image, explained, tree, model),
      command,
      footer: `Made with @rnp/cli ${version}`,
    },
  );
}

function summaryOf(image: Raster, { picture: drawn }: Explained, { root }: ParseTree, model: string): string {
  const levels: number[] = [];
  for (let nodes = root.children; nodes.length > 0; nodes = nodes.flatMap((node) => node.children)) {
    levels.push(nodes.length);
  }
  const counts = levels.map((count, depth) => `${count} ${'sub'.repeat(depth)}part${count === 1 ? '' : 's'}`);
  return `Taken apart by the Recursive Neural Program ${basename(model)}: ${counts.join(', ') || 'no part'}. What they draw has ${errorWords(image, drawn)}.`;
}

function picture({ width, height, channels, data }: Raster): Raster {
  return rasterOf(data, [height, width, channels]);
}
