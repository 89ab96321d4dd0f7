import type { ParseNode, ParseTree } from '@rnp/recursive-decoder';

/** A node of a tree as if it were a whole image, its own canvas. A lone node does not say how frames end; its tree does. */
export function asWhole(node: ParseNode, tree: ParseTree): ParseTree {
  const root: ParseNode = {
    ...node,
    action: null,
    toParent: null,
    toImage: [
      [1, 0, 0],
      [0, 1, 0],
    ],
  };
  const { ground, ...rest } = tree;
  // What is behind the image is not behind a part.
  const isImage = node === tree.root && ground !== undefined;
  return { ...rest, ...(isImage && { ground }), root };
}
