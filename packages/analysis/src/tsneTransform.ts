// n points of the map, k neighbours
import { nearest } from './nearest.js';
import type { PointBlock } from './points.js';
import { gaussian } from './tsneAffinities.js';

/** A place on a map. */
type Place = [x: number, y: number];

/** Of openTSNE's descent of new points. */
const [iterations, rate, momentum] = [250, 0.1, 0.8];
/** The length of a gradient is cut to this: a point that begins on another would shoot away. */
const maxGradient = 0.25;
/** A point attends to so many times its perplexity; what lies farther away has next to no affinity. */
const neighboursOfPerplexity = 3;
/** The places of so many neighbours are tried as a start. */
const maxStarts = 15;

/** What pulls a new point: positions in the map and affinities, which sum to 1. */
interface Pull {
  readonly items: Int32Array;
  readonly affinities: Float64Array;
}

/**
 * Where new points belong on a finished t-SNE map, as openTSNE finds it (Poličar, Stražar and Zupan 2023). A new point attends to
 * its nearest points of the map, by a Gaussian of the map's perplexity, and goes down the divergence
 *
 *   KL(p ‖ q) = Σ p_j log(p_j / q_j),   q_j = w_j / Σ w,   w_j = 1 / (1 + |y − y_j|²)
 *
 * over all points of the map, which stay where they are. New points do not see each other.
 *
 * openTSNE begins at the median of the neighbours' places. Where these lie in several clusters that is between them, and points
 * end there: of 600 digits, placed anew on their own map, one in ten went astray. So the descent begins where the divergence is
 * least, of the places of the nearest and the mean of all.
 *
 * @param places [n][2] in one block
 * @returns the place of one point, by its coordinates
 */
export function tsneTransform(
  points: PointBlock,
  places: Float64Array,
  perplexity: number,
): (point: ArrayLike<number>) => Place {
  const count = Math.min(points.count, Math.ceil(neighboursOfPerplexity * perplexity));
  return (point) => {
    const { indices, squares } = nearest(points, point, count);
    const affinities = new Float64Array(count);
    // Only differences matter, and the nearest at 0 keeps the exponentials from vanishing together.
    const above = squares.map((square) => square - squares[0]!);
    gaussian(above, -1, Math.log(perplexity), affinities);
    const pull = { items: indices, affinities };
    return descended(start(places, pull), places, pull);
  };
}

function start(places: Float64Array, pull: Pull): Place {
  const mean: Place = [0, 0];
  for (const [k, item] of pull.items.entries()) {
    for (const axis of [0, 1] as const) mean[axis] += pull.affinities[k]! * places[2 * item + axis]!;
  }
  const near = Array.from(
    pull.items.subarray(0, maxStarts),
    (item): Place => [places[2 * item]!, places[2 * item + 1]!],
  );
  let best = mean;
  let least = divergence(mean, places, pull);
  for (const place of near) {
    const own = divergence(place, places, pull);
    if (own < least) [best, least] = [place, own];
  }
  return best;
}

/** Gradient descent with momentum and gains of its own for each coordinate, as for the map itself. */
function descended(place: Place, places: Float64Array, pull: Pull): Place {
  const velocity = [0, 0];
  const gains = [1, 1];
  for (let iteration = 0; iteration < iterations; iteration++) {
    const slope = gradient(place, places, pull);
    const length = Math.hypot(slope[0], slope[1]);
    const cut = length > maxGradient ? maxGradient / length : 1;
    for (const axis of [0, 1] as const) {
      const along = slope[axis] > 0 === velocity[axis]! > 0;
      gains[axis] = Math.max(0.01, along ? 0.8 * gains[axis]! : gains[axis]! + 0.2);
      velocity[axis] = momentum * velocity[axis]! - rate * gains[axis]! * cut * slope[axis];
      place[axis] += velocity[axis]!;
    }
  }
  return place;
}

/** KL(p ‖ q) but for what depends on p alone: log Σ w − Σ p_j log w_j */
function divergence([x, y]: Readonly<Place>, places: Float64Array, { items, affinities }: Pull): number {
  let total = 0;
  for (let j = 0; j < places.length; j += 2)
    total += 1 / (1 + (x - places[j]!) ** 2 + (y - places[j + 1]!) ** 2);
  let pulled = 0;
  for (let k = 0; k < items.length; k++) {
    const item = 2 * items[k]!;
    pulled += affinities[k]! * Math.log(1 + (x - places[item]!) ** 2 + (y - places[item + 1]!) ** 2);
  }
  return Math.log(total) + pulled;
}

/** Of the divergence: 2 Σ (p_j − q_j) w_j (y − y_j) */
function gradient([x, y]: Readonly<Place>, places: Float64Array, { items, affinities }: Pull): Place {
  let [pullX, pullY, pushX, pushY, total] = [0, 0, 0, 0, 0];
  for (let k = 0; k < items.length; k++) {
    const dx = x - places[2 * items[k]!]!;
    const dy = y - places[2 * items[k]! + 1]!;
    const near = affinities[k]! / (1 + dx * dx + dy * dy);
    pullX += near * dx;
    pullY += near * dy;
  }
  for (let j = 0; j < places.length; j += 2) {
    const dx = x - places[j]!;
    const dy = y - places[j + 1]!;
    const near = 1 / (1 + dx * dx + dy * dy);
    total += near;
    pushX += near * near * dx;
    pushY += near * near * dy;
  }
  return [2 * (pullX - pushX / total), 2 * (pullY - pushY / total)];
}
