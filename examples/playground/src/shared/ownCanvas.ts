import { type ParseNode, type ParseTree, type Raster, renderTree } from '@rnp/recursive-decoder';

/** A node of a tree in its own frame: the whole tree before what is behind it, a part alone. */
export function ownCanvas(
  tree: ParseTree,
  node: ParseNode,
  size: { readonly width: number; readonly height: number },
): Raster {
  return node === tree.root ? renderTree(tree, size) : renderTree(node, { ...size, frame: 'own', tree });
}
