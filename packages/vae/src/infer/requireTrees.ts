import { RnpError, shown } from '@rnp/errors';
import type { ParseTree } from '@rnp/recursive-decoder';

/** @throws RnpError RNP_PARSE_TREE for a tree some of whose parts are absent */
export function requireWhole({ root }: ParseTree, path: string, why: string): void {
  if (root.silent === undefined) return;
  const complaint = `has ${root.children.length} of ${root.children.length + root.silent.length} parts; ${why}`;
  throw new RnpError('RNP_PARSE_TREE', complaint, { path: `${path}.root` });
}

/** @throws RnpError RNP_IMAGES without an image, RNP_PARSE_TREE unless trees are one for each */
export function requireTrees(trees: readonly ParseTree[], images: number): void {
  if (images === 0) throw new RnpError('RNP_IMAGES', 'must hold at least one image', { path: 'images' });
  if (Array.isArray(trees) && trees.length === images) return;
  const complaint = Array.isArray(trees)
    ? `has ${trees.length} trees for ${images} images; give one for each`
    : `must be a list of trees, one for each image, not ${shown(trees)}`;
  throw new RnpError('RNP_PARSE_TREE', complaint, { path: 'trees' });
}
