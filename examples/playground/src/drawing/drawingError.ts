import { type ParseTree, renderTree } from '@rnp/recursive-decoder';

/** How far what a tree draws is from an image. */
export interface DrawingError {
  /** Σ squared differences over pixels and channels. */
  readonly squared: number;
  /** The same over that of an empty canvas: 0 is drawn as it is, 1 is as bad as nothing at all. */
  readonly share: number;
}

/** @param pixels [h·w·c] in the tree's own size */
export function errorOf(tree: ParseTree, pixels: Float32Array): DrawingError {
  const [height, width] = tree.imageShape;
  const { data } = renderTree(tree, { height, width });
  let [squared, all] = [0, 1e-6];
  for (let i = 0; i < pixels.length; i++) {
    squared += (pixels[i]! - data[i]!) ** 2;
    all += pixels[i]! ** 2;
  }
  return { squared, share: squared / all };
}

/** 0.184 → `18 %` */
export function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
