import { RnpError, shown } from '@rnp/errors';
import type { ParseNode, ParseTree } from '@rnp/recursive-decoder';

/** @throws RnpError RNP_PARSE_TREE for a tree some of whose parts, at any level, are absent */
export function requireWhole({ root }: ParseTree, path: string, why: string): void {
  requireAllChildren(root, `${path}.root`, why);
}

function requireAllChildren({ children, silent = [] }: ParseNode, path: string, why: string): void {
  if (silent.length > 0) {
    const complaint = `has ${children.length} of ${children.length + silent.length} parts; ${why}`;
    throw new RnpError('RNP_PARSE_TREE', complaint, { path });
  }
  for (const [i, child] of children.entries()) requireAllChildren(child, `${path}.children[${i}]`, why);
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
