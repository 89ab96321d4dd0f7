import { RnpError } from '@rnp/errors';
import { clip, type Raster } from '@rnp/images';
import { type ParseTree, parseTreeFromJson, renderTree } from '@rnp/recursive-decoder';
import { check } from './checks.js';

/** How `draw` draws a tree. */
export interface DrawOptions {
  /**
   * Size of the picture relative to the images of the model, 1/64 to 1024. Default 1. Leaves are drawn anew
   * at this size, not enlarged.
   */
  readonly scale?: number;
}

/**
 * Draws the picture of a tree of parts, light on black.
 *
 * @param tree as `parse` returns it
 * @returns [h, w, c] values in [0, 1]
 * @throws RnpError RNP_CONFIG for an invalid option, or for a scale that makes the picture too large;
 *   RnpError RNP_PARSE_TREE whose `path` leads to the fault, as in `parseTreeFromJson` of
 *   @rnp/recursive-decoder
 */
export function draw(tree: ParseTree, options: DrawOptions = {}): Raster {
  const read = parseTreeFromJson(tree);
  check.options('options', options, [], ['scale']);
  const { scale = 1 } = options;
  check.number('options.scale', scale, 1 / 64, 1024);
  const [height, width] = read.imageShape;
  const side = (length: number): number => Math.max(1, Math.round(length * scale));
  const drawn = drawnAt(read, side(width), side(height));
  return { ...drawn, data: drawn.data.map(clip) };
}

/** @throws RnpError RNP_CONFIG naming the scale, which is all that was given of the size */
function drawnAt(tree: ParseTree, width: number, height: number): Raster {
  try {
    return renderTree(tree, { width, height });
  } catch (cause) {
    if (!(cause instanceof RnpError) || (cause.path !== 'width' && cause.path !== 'height')) throw cause;
    const problem = `makes a picture of ${width}×${height}, which is too large: its ${cause.path} ${cause.complaint}`;
    throw new RnpError('RNP_CONFIG', problem, { path: 'options.scale', cause });
  }
}
