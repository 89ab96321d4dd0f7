/** Two rows of three numbers, `[[a, b, tx], [c, d, ty]]`: (x, y) ↦ (a·x + b·y + tx, c·x + d·y + ty). */
export type Affine = readonly (readonly number[])[];

/**
 * What a node of a parse tree must have to be drawn. `ParseNode` of `@rnp/recursive-decoder` has it; so may yours.
 * `N` is the node's own type, so that a callback gets back everything that it put in.
 *
 * **Convention** frames are [-1, 1]², corners on pixel centres, x to the right, y down; `toImage` maps the *image's*
 * frame to this node's frame, i.e. a picture's point to the point of the part that is shown there.
 */
export interface DrawableNode<N> {
  /** K at the root (the whole image), 0 at the leaves. */
  readonly level: number;
  /** 1 … T in the order of drawing; 0 at the root. */
  readonly step: number;
  /** scaleX, rotation, shear, scaleY, translateX, translateY, each in [-1, 1]; null at the root. */
  readonly action: readonly number[] | null;
  readonly toImage: Affine;
  readonly children: readonly N[];
}

/** What a parse tree must have to be drawn. */
export interface DrawableTree<N> {
  readonly root: N;
}
