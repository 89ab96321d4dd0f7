// n points
import { type PointBlock, squaredDistance } from './points.js';

/** Entropies are met this closely, in nats. */
const tolerance = 1e-5;
const halvings = 64;

/**
 * How near points are to each other, as t-SNE takes it: for each point a Gaussian over the others, as wide as gives it the
 * perplexity asked for; then both directions' mean (van der Maaten and Hinton 2008, Eq. 1 and Sec. 3.1).
 *
 * @returns p(i, j) for i < j, row after row, [n·(n − 1)/2]; with their mirror images they sum to 1
 */
export function tsneAffinities(points: PointBlock, perplexity: number): Float32Array {
  const { count } = points;
  const joint = new Float32Array((count * (count - 1)) / 2);
  const distances = new Float64Array(count);
  const row = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let min = Number.POSITIVE_INFINITY;
    for (let j = 0; j < count; j++) {
      distances[j] = squaredDistance(points, i, j);
      if (j !== i && distances[j]! < min) min = distances[j]!;
    }
    // Only differences matter, and the nearest at 0 keeps the exponentials from vanishing together.
    for (let j = 0; j < count; j++) distances[j] = distances[j]! - min;
    gaussian(distances, i, Math.log(perplexity), row);
    for (let j = 0; j < count; j++) {
      if (j !== i) joint[pairIndex(Math.min(i, j), Math.max(i, j), count)]! += row[j]! / (2 * count);
    }
  }
  return joint;
}

/** Where p(i, j), i < j, lies. */
function pairIndex(i: number, j: number, count: number): number {
  return i * count - (i * (i + 1)) / 2 + (j - i - 1);
}

/**
 * Writes the conditional distribution of point `self` with this entropy (nats) into `out`, by bisection of its precision.
 *
 * @param distances squared, less the least of them
 * @param self who has no share; −1 for a point that is not among them
 */
export function gaussian(distances: Float64Array, self: number, entropy: number, out: Float64Array): void {
  const count = distances.length;
  let mean = 0;
  for (const distance of distances) mean += distance / count;
  let precision = mean > 0 ? 1 / mean : 1;
  let low = 0;
  let high = Number.POSITIVE_INFINITY;
  for (let round = 0; round < halvings; round++) {
    let sum = 0;
    let weighted = 0;
    for (let j = 0; j < count; j++) {
      const value = j === self ? 0 : Math.exp(-precision * distances[j]!);
      out[j] = value;
      sum += value;
      weighted += value * distances[j]!;
    }
    const excess = Math.log(sum) + (precision * weighted) / sum - entropy;
    for (let j = 0; j < count; j++) out[j] = out[j]! / sum;
    if (Math.abs(excess) < tolerance) return;
    if (excess > 0) low = precision;
    else high = precision;
    precision = high === Number.POSITIVE_INFINITY ? 2 * precision : (low + high) / 2;
    // All others equally far: every precision is as good.
    if (!Number.isFinite(precision)) return;
  }
}
