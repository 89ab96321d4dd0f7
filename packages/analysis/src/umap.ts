import { UMAP } from 'umap-js';
import { check, readOptions } from './options.js';
import { type Points, readPoints } from './points.js';
import { createUniform } from './random.js';
import { inTurns, type Running, requireRunning, runningNames } from './turn.js';

export interface UmapOptions extends Running {
  /** Default 1. */
  readonly seed?: number;
  /** How many neighbours each point attends to; less is taken where there are fewer. Default 15. */
  readonly neighbours?: number;
  /** How close points may lie on the map, 0 to 1. Default 0.1. */
  readonly minDistance?: number;
}

export const defaultUmapOptions: Required<Omit<UmapOptions, keyof Running>> = Object.freeze({
  seed: 1,
  neighbours: 15,
  minDistance: 0.1,
});

/**
 * A map of points in the plane (McInnes, Healy and Melville 2018), by umap-js. Faster than t-SNE, and it keeps more of how
 * clusters lie to each other.
 *
 * @param points [n][d], n at least 4
 * @returns [n][2]
 * @throws RnpError RNP_ANALYSIS_POINTS, RNP_CONFIG; the signal's reason when aborted
 */
export async function umap(points: Points, options: UmapOptions = {}): Promise<[number, number][]> {
  const read = readOptions(options, defaultUmapOptions, [], runningNames);
  requireRunning(read);
  const { seed, neighbours, minDistance } = read;
  const { count } = readPoints(points, 4);
  check.wholeNumber('options.seed', seed, Number.MIN_SAFE_INTEGER);
  check.wholeNumber('options.neighbours', neighbours, 2);
  // Above the spread, 1, umap-js 1.4.0 gives a map thousands of times as wide.
  check.number('options.minDistance', minDistance, 0, 1);
  options.signal?.throwIfAborted();
  const map = new UMAP({
    nComponents: 2,
    nNeighbors: Math.min(neighbours, count - 1),
    minDist: minDistance,
    random: createUniform(seed),
  });
  const epochs = map.initializeFit(points.map((point) => Array.from(point)));
  await inTurns(epochs, () => void map.step(), options);
  return map.getEmbedding().map(([x, y]) => [x!, y!]);
}
