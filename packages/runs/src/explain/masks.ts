// h height, w width
import { encodeMask, type MaskRle } from '@rnp/images';
import type { ParseTree } from '@rnp/recursive-decoder';
import { type NodeMask, partMasks, type SceneExplanation, treeMasks } from '@rnp/scenes';

/** Which pixels a node of a tree has. Plain JSON. */
export interface KeptMask {
  /** Child indices from the root down, from 0. */
  readonly path: readonly number[];
  readonly mask: MaskRle;
}

/** Masks of an object, in pixels of the scene. */
export function objectMasks(
  scene: SceneExplanation,
  object: number,
): { readonly mask: MaskRle; readonly parts: readonly KeptMask[] } {
  const [height, width] = scene.imageShape;
  const [whole, ...parts] = partMasks(scene, object).map((one) => keptMask(one, { width, height }));
  return { mask: whole!.mask, parts };
}

/** Masks of all nodes of a tree, of which the first is the whole tree, in pixels of its image. */
export function masksOfTree(tree: ParseTree): readonly KeptMask[] {
  const [height, width] = tree.imageShape;
  return treeMasks(tree).map((one) => keptMask(one, { width, height }));
}

function keptMask({ path, mask }: NodeMask, size: Parameters<typeof encodeMask>[1]): KeptMask {
  return { path, mask: encodeMask(mask, size) };
}
