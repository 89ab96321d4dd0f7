/** A node with its place: the middle of its picture's upper side, and the side of the square that holds the picture. */
export interface PlacedNode<N> {
  readonly node: N;
  /** 0 at the root. */
  readonly depth: number;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly parent: PlacedNode<N> | null;
}

export interface TreeLayout<N> {
  readonly nodes: readonly PlacedNode<N>[];
  readonly width: number;
  readonly height: number;
}

/** Sides of the pictures by depth; the last for all below. */
const sizes: readonly number[] = Object.freeze([112, 84, 54]);
/** Room below a picture for its label, and down to the next row of pictures. */
const labelHeight = 46;
const edgeHeight = 58;
/** Between the columns of siblings and, more, of cousins. */
const siblingGap = 10;
const cousinGap = 26;
/** A column is never narrower than its label. */
const labelWidth = 66;

/**
 * Places a tree: leaves side by side in order, each parent over the middle of its children, all of one depth in a row.
 *
 * @returns nodes in drawing order (parents first); coordinates in CSS pixels from (0, 0) to (width, height)
 */
export function layoutTree<N extends { readonly children: readonly N[] }>(root: N): TreeLayout<N> {
  interface Draft {
    node: N;
    depth: number;
    x: number;
    children: Draft[];
  }
  let right = 0;
  let deepest = 0;
  const draft = (node: N, depth: number): Draft => {
    deepest = Math.max(deepest, depth);
    if (node.children.length === 0) {
      const column = Math.max(labelWidth, sizeAt(depth));
      const x = right + column / 2;
      right += column + siblingGap;
      return { node, depth, x, children: [] };
    }
    const children = node.children.map((child, index) => {
      if (index > 0 && child.children.length > 0) right += cousinGap - siblingGap;
      return draft(child, depth + 1);
    });
    const x = (children[0]!.x + children.at(-1)!.x) / 2;
    return { node, depth, x, children };
  };
  const top = draft(root, 0);
  // A lone chain of nodes is narrower than the root's picture.
  const width = Math.max(right - siblingGap, sizeAt(0), labelWidth);
  const shift = Math.max(0, (width - (right - siblingGap)) / 2);
  const rowAt = (depth: number): number => {
    let y = 0;
    for (let d = 0; d < depth; d++) y += sizeAt(d) + (d === 0 ? 6 : labelHeight) + edgeHeight;
    return y;
  };
  const nodes: PlacedNode<N>[] = [];
  const settle = (from: Draft, parent: PlacedNode<N> | null): void => {
    const { node, depth, x } = from;
    const placed = { node, depth, x: x + shift, y: rowAt(depth), size: sizeAt(depth), parent };
    nodes.push(placed);
    for (const child of from.children) settle(child, placed);
  };
  settle(top, null);
  return { nodes, width, height: rowAt(deepest) + sizeAt(deepest) + labelHeight };
}

function sizeAt(depth: number): number {
  return sizes[Math.min(depth, sizes.length - 1)]!;
}
