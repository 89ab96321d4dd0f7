import type { ParseTree } from '@rnp/recursive-decoder';
import { useMemo } from 'preact/hooks';
import { PixelCanvas } from './PixelCanvas.js';
import { type PaintOptions, paint } from './paint.js';

export interface TreeCanvasProps extends PaintOptions {
  readonly tree: ParseTree;
  /** See `PixelCanvas`. */
  readonly label?: string;
}

/** A tree as pixels, painted anew only when the tree or the way of looking at it is another. */
export function TreeCanvas({ tree, size, colouring, lit = null, ...canvas }: TreeCanvasProps) {
  const raster = useMemo(
    () => paint(tree, { size, colouring, lit }),
    [tree, size, colouring, lit?.join('.')],
  );
  return <PixelCanvas raster={raster} {...canvas} />;
}
