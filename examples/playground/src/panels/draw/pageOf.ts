import { type ParseTree, renderTree } from '@rnp/recursive-decoder';
import { parsePageHtml, type Raster } from '@rnp/viz';

export interface PageSource {
  readonly tree: ParseTree;
  /** What was taken apart, as the model takes it. */
  readonly image: Raster;
  readonly model: string;
  /** Whether people have moved parts since. */
  readonly edited: boolean;
}

/** Pixels of the longer side, about: of the drawing, and of a node's own canvas. */
const drawingSide = 256;
const canvasSide = 96;

/** A parse as one HTML page that holds everything, the same that `rnp export` writes. */
export function pageOf({ tree, image, model, edited }: PageSource): string {
  const [drawing, canvas] = [drawingSide, canvasSide].map((side) => {
    const scale = Math.max(1, Math.round(side / Math.max(image.width, image.height)));
    return { width: image.width * scale, height: image.height * scale };
  }) as [Size, Size];
  const parts = tree.root.children.length;
  return parsePageHtml(
    tree,
    {
      image,
      redrawn: renderTree(tree, drawing),
      onImage: (path) => renderTree(tree, { ...drawing, path }),
      onOwnCanvas: (node) => renderTree(node, { ...canvas, frame: 'own', tree }),
    },
    {
      title: 'A drawing and its parts',
      summary: `Taken apart by the Recursive Neural Program ${model} into ${parts} parts${edited ? ', some of which were then moved by hand' : ''}.`,
      footer: 'Made with the playground of @rnp',
    },
  );
}

interface Size {
  readonly width: number;
  readonly height: number;
}
