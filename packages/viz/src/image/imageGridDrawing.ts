import type { ImageGrid } from './gridCanvas.js';

/**
 * A sheet that is drawn one item after the other, so that the items need not all exist at once. It holds the drawing so far,
 * in bytes; its size is checked before the first item.
 */
export interface ImageGridDrawing<Item> {
  readonly sheet: ImageGrid;
  /** @param index its place, from 0, in the order of reading */
  readonly draw: (item: Item, index: number) => void;
}
