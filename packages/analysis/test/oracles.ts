// What a place on a map is measured by, written anew from the papers: nothing here is used by the package.

type Pair = readonly [number, number];

const square = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, d) => sum + (value - b[d]!) ** 2, 0);

/** The parameter at which a falling function has a value, by a thousand guesses that narrow down. */
function whereFalling(value: (parameter: number) => number, target: number): number {
  let [low, high] = [-60, 60];
  for (let round = 0; round < 200; round++) {
    const middle = (low + high) / 2;
    if (value(Math.exp(middle)) > target) low = middle;
    else high = middle;
  }
  return Math.exp(low);
}

/** The divergence of t-SNE: of a new point's affinities to its nearest points of a map, thrice the perplexity, and its place. */
export function tsneDivergence(
  points: readonly ArrayLike<number>[],
  places: readonly Pair[],
  point: ArrayLike<number>,
  perplexity: number,
): (place: Pair) => number {
  const squares = points.map((other) => square(other, point));
  const sorted = [...squares].sort((one, other) => one - other);
  const last = sorted[3 * perplexity - 1]!;
  const shares = (precision: number): number[] => {
    const values = squares.map((value) => (value > last ? 0 : Math.exp(precision * (sorted[0]! - value))));
    const sum = values.reduce((all, value) => all + value, 0);
    return values.map((value) => value / sum);
  };
  const entropy = (precision: number): number =>
    shares(precision).reduce((sum, p) => (p > 0 ? sum - p * Math.log(p) : sum), 0);
  const p = shares(whereFalling(entropy, Math.log(perplexity)));
  return (place) => {
    const near = places.map((other) => 1 / (1 + square(other, place)));
    const sum = near.reduce((all, value) => all + value, 0);
    return p.reduce(
      (all, share, j) => (share > 0 ? all + share * Math.log(share / (near[j]! / sum)) : all),
      0,
    );
  };
}

/** The expected loss of UMAP's descent for a new point: ties to its nearest points, and five others drawn for each. */
export function umapLoss(
  points: readonly ArrayLike<number>[],
  places: readonly Pair[],
  point: ArrayLike<number>,
  { neighbours, a, b }: { readonly neighbours: number; readonly a: number; readonly b: number },
): (place: Pair) => number {
  const distances = points.map((other, j) => [Math.sqrt(square(other, point)), j] as const);
  const sorted = distances.sort((one, other) => one[0] - other[0]).slice(0, neighbours);
  const near = sorted.map(([distance, j]) => [distance - sorted[0]![0], j] as const);
  const others = (precision: number): number =>
    near.slice(1).reduce((sum, [distance]) => sum + Math.exp(-distance * precision), 0);
  const precision = whereFalling(others, Math.log2(neighbours));
  const ties = near.map(([distance, j]) => [Math.exp(-distance * precision), j] as const);
  const alike = (place: Pair, other: Pair): number => 1 / (1 + a * square(place, other) ** b);
  return (place) => {
    const pushed =
      places.reduce((sum, other) => sum - Math.log(1.001 - alike(place, other)), 0) / places.length;
    return ties.reduce(
      (sum, [weight, j]) => sum + weight * (5 * pushed - Math.log(alike(place, places[j]!))),
      0,
    );
  };
}

/** Where a function of a place is least nearby: steps to the eight sides, halved when none goes down. */
export function minimumNear(value: (place: Pair) => number, start: Pair, reach: number): Pair {
  let best = start;
  for (let step = reach; step > 1e-4; ) {
    const sides = [-1, 0, 1].flatMap((x) =>
      [-1, 0, 1].map((y): Pair => [best[0] + step * x, best[1] + step * y]),
    );
    const next = sides.reduce((least, side) => (value(side) < value(least) ? side : least), best);
    if (next === best) step /= 2;
    else best = next;
  }
  return best;
}
