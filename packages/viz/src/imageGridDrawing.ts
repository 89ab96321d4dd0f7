import type { ImageGrid } from './gridCanvas.js';

/**
 * A sheet that is drawn one item after the other, so that the items need not all be there at once. It holds what was drawn so
 * far, in bytes; its size is checked before there is an item at all.
 */
export interface ImageGridDrawing<Item> {
  readonly sheet: ImageGrid;
  /** @param index its place, from 0, in the order of reading */
  readonly draw: (item: Item, index: number) => void;
}
