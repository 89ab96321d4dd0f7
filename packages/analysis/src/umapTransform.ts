// n points of the map, k neighbours
import type { UmapCurve, UmapParameters } from './mapParameters.js';
import { type Neighbours, nearest } from './nearest.js';
import type { PointBlock } from './points.js';
import { createUniform } from './random.js';

/** Of umap-learn, the paper's own. */
const epochs = 100;
const startingRate = 0.25;
const negativesPerPositive = 5;
const maxStep = 4;
/** Bisections of a width, how closely, and the least width against the mean distance. */
const [halvings, tolerance, leastWidth] = [64, 1e-5, 1e-3];

/**
 * Where new points belong on a finished UMAP (McInnes, Healy and Melville 2018, as in umap-learn's `transform`). A new point is
 * tied to its nearest points of the map, fuzzily; begins at the weighted mean of their places, or on the point that it equals; and
 * is moved by stochastic gradient descent, pulled by them and pushed by others drawn at random, while the map stays as it is.
 *
 * Each point begins the same stream of random numbers, so its place does not depend on what else is placed.
 *
 * umap-js 1.4.0 has a `transform`, too, which is not used: it moves the map where there are as many new points as old ones, leaves
 * out a neighbour that has the new point's own number, and needs what cannot be saved.
 *
 * @param places [n][2] in one block
 * @returns the place of one point, by its coordinates
 */
export function umapTransform(
  points: PointBlock,
  places: Float64Array,
  { neighbours, curve, seed }: Pick<UmapParameters, 'neighbours' | 'curve' | 'seed'>,
): (point: ArrayLike<number>) => [x: number, y: number] {
  return (point) => {
    const near = nearest(points, point, neighbours);
    const weights = memberships(near);
    return descended(startingPlace(near, weights, places), near, weights, {
      places,
      curve,
      seed,
    });
  };
}

/**
 * How much each neighbour is one: exp(−(distance − nearest) / width), as wide as lets all but the first add up to log₂ k.
 *
 * As the map itself was made; umap-learn takes the nearest from no distance of a new point. Among many dimensions all are then
 * about equally near, and fewer digits came to lie by their own kind (0.67 of those held out, against 0.71).
 */
function memberships({ squares }: Neighbours): Float64Array {
  const all = squares.map(Math.sqrt);
  const least = all.find((distance) => distance > 0) ?? 0;
  const distances = all.map((distance) => Math.max(0, distance - least));
  const target = Math.log2(distances.length);
  const mean = distances.reduce((sum, value) => sum + value, 0) / distances.length;
  let [width, low, high] = [mean > 0 ? mean : 1, 0, Number.POSITIVE_INFINITY];
  for (let round = 0; round < halvings; round++) {
    let sum = 0;
    for (let j = 1; j < distances.length; j++) sum += Math.exp(-distances[j]! / width);
    if (Math.abs(sum - target) < tolerance) break;
    if (sum > target) high = width;
    else low = width;
    width = high === Number.POSITIVE_INFINITY ? 2 * width : (low + high) / 2;
  }
  const used = Math.max(width, leastWidth * mean);
  return distances.map((distance) => (distance === 0 ? 1 : Math.exp(-distance / used)));
}

function startingPlace(
  { indices, squares }: Neighbours,
  weights: Float64Array,
  places: Float64Array,
): [number, number] {
  if (squares[0] === 0) return [places[2 * indices[0]!]!, places[2 * indices[0]! + 1]!];
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const place: [number, number] = [0, 0];
  for (const [k, item] of indices.entries()) {
    for (const axis of [0, 1] as const) place[axis] += (weights[k]! / total) * places[2 * item + axis]!;
  }
  return place;
}

/** Stochastic gradient descent: a neighbour's turn comes as often as it weighs, and with it the turns of some that are none. */
function descended(
  place: [number, number],
  { indices }: Neighbours,
  weights: Float64Array,
  { places, curve, seed }: { places: Float64Array; curve: UmapCurve; seed: number },
): [number, number] {
  const uniform = createUniform(seed);
  const most = weights.reduce((max, weight) => Math.max(max, weight), 0);
  const periods = weights.map((weight) => most / weight);
  const next = periods.slice();
  for (let epoch = 0; epoch < epochs; epoch++) {
    const rate = startingRate * (1 - epoch / epochs);
    for (const [k, item] of indices.entries()) {
      // Whoever's turn would not come once does not count.
      if (next[k]! > epoch || periods[k]! > epochs) continue;
      next[k]! += periods[k]!;
      step(place, places, item, rate, (square) => pull(square, curve));
      for (let sample = 0; sample < negativesPerPositive; sample++) {
        const other = Math.floor(uniform() * (places.length / 2));
        step(place, places, other, rate, (square) => push(square, curve));
      }
    }
  }
  return place;
}

/** Moves along the line to a point of the map, by `force` of the squared distance for each unit of it. */
function step(
  place: [number, number],
  places: Float64Array,
  item: number,
  rate: number,
  force: (square: number) => number,
): void {
  const dx = place[0] - places[2 * item]!;
  const dy = place[1] - places[2 * item + 1]!;
  const square = dx * dx + dy * dy;
  // On a point there is no way to it, and none from it.
  if (square === 0) return;
  const by = force(square);
  place[0] += rate * clip(by * dx);
  place[1] += rate * clip(by * dy);
}

function pull(square: number, { a, b }: UmapCurve): number {
  return (-2 * a * b * square ** (b - 1)) / (1 + a * square ** b);
}

function push(square: number, { a, b }: UmapCurve): number {
  return (2 * b) / ((0.001 + square) * (1 + a * square ** b));
}

function clip(value: number): number {
  return Math.max(-maxStep, Math.min(maxStep, value));
}
