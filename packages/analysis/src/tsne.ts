// n points
import { RnpError } from '@rnp/errors';
import { checkTsneParameters, maxPerplexity, requirePossible } from './mapParameters.js';
import { readOptions } from './options.js';
import { type PointMap, pointMap } from './pointMap.js';
import { type Points, readPoints } from './points.js';
import { createUniform } from './random.js';
import { tsneAffinities } from './tsneAffinities.js';
import { inTurns, type Running, requireRunning, runningNames } from './turn.js';

/** Pairs of more points fill memory; a map of more can't be looked at either. */
const maxPoints = 10_000;

export interface TsneOptions extends Running {
  /** Of the places the points start from. Default 1. */
  readonly seed?: number;
  /** How many neighbours each point attends to; at most (n − 1)/3. Default 30, or that where it is less. */
  readonly perplexity?: number;
  /** Default 600. */
  readonly iterations?: number;
  /** Attraction is multiplied by this for the first quarter of the iterations. Default 12. */
  readonly exaggeration?: number;
}

export const defaultTsneOptions: Required<Omit<TsneOptions, keyof Running>> = Object.freeze({
  seed: 1,
  perplexity: 30,
  iterations: 600,
  exaggeration: 12,
});

/**
 * A map of points in the plane on which neighbours stay neighbours (van der Maaten and Hinton 2008). All pairs are computed,
 * n² steps per iteration: 2,000 points take some ten seconds.
 *
 * The same seed gives the same map on the same engine (`Math.exp` may differ in the last digit between engines).
 *
 * @param points [n][d], n from 4 to 10,000
 * @returns places centred on 0, their parameters, and `transform` for new points
 * @throws RnpError RNP_ANALYSIS_POINTS, RNP_CONFIG; the signal's reason when aborted
 */
export async function tsne(points: Points, options: TsneOptions = {}): Promise<PointMap> {
  const read = readOptions(options, defaultTsneOptions, [], runningNames);
  requireRunning(read);
  const { seed, iterations, exaggeration } = read;
  const block = readPoints(points, 4);
  const { count } = block;
  if (count > maxPoints) {
    throw new RnpError(
      'RNP_ANALYSIS_POINTS',
      `there are ${count}; t-SNE compares all pairs, so give at most ${maxPoints}, or use umap`,
      { path: 'points' },
    );
  }
  const perplexity =
    options.perplexity === undefined ? Math.min(read.perplexity, maxPerplexity(count)) : read.perplexity;
  const parameters = { method: 'tsne', seed, perplexity, iterations, exaggeration } as const;
  checkTsneParameters('options', parameters);
  requirePossible('options', parameters, count);
  options.signal?.throwIfAborted();
  const affinities = tsneAffinities(block, perplexity);
  const map = startingMap(count, seed);
  const descent = createDescent(map, affinities, Math.max(50, count / exaggeration / 4));
  const early = Math.floor(iterations / 4);
  await inTurns(
    iterations,
    (index) => descent(index < early ? exaggeration : 1, index < early ? 0.5 : 0.8),
    options,
  );
  return pointMap(parameters, block, map);
}

/** Close around the origin, uniform in a square. */
function startingMap(count: number, seed: number): Float64Array {
  const uniform = createUniform(seed);
  return Float64Array.from({ length: 2 * count }, () => 2e-4 * (uniform() - 0.5));
}

/** One step of gradient descent with momentum and gains of its own for each coordinate (Jacobs 1988), on `map` in place. */
function createDescent(
  map: Float64Array,
  affinities: Float32Array,
  rate: number,
): (exaggeration: number, momentum: number) => void {
  const size = map.length;
  const attraction = new Float64Array(size);
  const repulsion = new Float64Array(size);
  const velocity = new Float64Array(size);
  const gains = new Float64Array(size).fill(1);
  return (exaggeration, momentum) => {
    const total = addForces(map, affinities, attraction.fill(0), repulsion.fill(0));
    for (let k = 0; k < size; k++) {
      const gradient = 4 * (exaggeration * attraction[k]! - repulsion[k]! / total);
      const along = gradient > 0 === velocity[k]! > 0;
      gains[k] = Math.max(0.01, along ? 0.8 * gains[k]! : gains[k]! + 0.2);
      velocity[k] = momentum * velocity[k]! - rate * gains[k]! * gradient;
      map[k] = map[k]! + velocity[k]!;
    }
    centre(map);
  };
}

/** Adds up both forces on every point, each pair once. @returns Σ over ordered pairs of 1/(1 + distance²) */
function addForces(
  map: Float64Array,
  affinities: Float32Array,
  attraction: Float64Array,
  repulsion: Float64Array,
): number {
  const count = map.length / 2;
  let total = 0;
  let pair = 0;
  for (let i = 0; i < count; i++) {
    const x = map[2 * i]!;
    const y = map[2 * i + 1]!;
    let [pullX, pullY, pushX, pushY] = [0, 0, 0, 0];
    for (let j = i + 1; j < count; j++) {
      const dx = x - map[2 * j]!;
      const dy = y - map[2 * j + 1]!;
      const near = 1 / (1 + dx * dx + dy * dy);
      total += near;
      const pull = affinities[pair++]! * near;
      const push = near * near;
      pullX += pull * dx;
      pullY += pull * dy;
      pushX += push * dx;
      pushY += push * dy;
      attraction[2 * j] = attraction[2 * j]! - pull * dx;
      attraction[2 * j + 1] = attraction[2 * j + 1]! - pull * dy;
      repulsion[2 * j] = repulsion[2 * j]! - push * dx;
      repulsion[2 * j + 1] = repulsion[2 * j + 1]! - push * dy;
    }
    attraction[2 * i] = attraction[2 * i]! + pullX;
    attraction[2 * i + 1] = attraction[2 * i + 1]! + pullY;
    repulsion[2 * i] = repulsion[2 * i]! + pushX;
    repulsion[2 * i + 1] = repulsion[2 * i + 1]! + pushY;
  }
  return 2 * total;
}

function centre(map: Float64Array): void {
  const count = map.length / 2;
  for (let axis = 0; axis < 2; axis++) {
    let mean = 0;
    for (let i = 0; i < count; i++) mean += map[2 * i + axis]! / count;
    for (let i = 0; i < count; i++) map[2 * i + axis] = map[2 * i + axis]! - mean;
  }
}
