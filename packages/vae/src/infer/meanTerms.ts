/** Terms of one image's tree, each a number, or one for each level, top first. */
export interface TreeTerms {
  readonly total: number;
  readonly pixels: number;
  readonly top: number;
  readonly states: readonly number[];
  readonly actions: readonly number[];
}

/** The mean over images, term by term; sums are kept in float64. @param trees of one model, at least one */
export function meanTerms(trees: readonly TreeTerms[]): TreeTerms {
  const mean = (of: (terms: TreeTerms) => number): number =>
    trees.reduce((sum, terms) => sum + of(terms), 0) / trees.length;
  const perLevel = (kind: 'states' | 'actions'): number[] =>
    trees[0]![kind].map((_, k) => mean((terms) => terms[kind][k]!));
  return {
    total: mean(({ total }) => total),
    pixels: mean(({ pixels }) => pixels),
    top: mean(({ top }) => top),
    states: perLevel('states'),
    actions: perLevel('actions'),
  };
}
