import { clip, type Raster } from '@rnp/images';
import { type ParseTree, renderTree } from '@rnp/recursive-decoder';
import { check } from './checks.js';

export interface DrawOptions {
  /** Times the size of the images that the model learned from; 1 unless given. Leaves are drawn anew, not enlarged. */
  readonly scale?: number;
}

/**
 * The picture that a tree of parts draws, light on black.
 *
 * @returns [h, w, c] values in [0, 1]
 * @throws ModelError RNP_CONFIG for options that are none, RenderTreeError for what is too large to be drawn
 */
export function draw(tree: ParseTree, options: DrawOptions = {}): Raster {
  check.object('tree', tree);
  check.object('tree.root', tree.root);
  check.numbers('tree.imageShape', tree.imageShape, 3);
  check.options('options', options, [], ['scale']);
  const { scale = 1 } = options;
  check.number('options.scale', scale, 1 / 64, 1024);
  const [height, width] = tree.imageShape;
  const side = (length: number): number => Math.max(1, Math.round(length * scale));
  const drawn = renderTree(tree, { height: side(height), width: side(width) });
  return { ...drawn, data: drawn.data.map(clip) };
}
