import { UMAP } from 'umap-js';
// Not among the package's exports: the curve that a map was fitted to, which new points are placed by.
import { findABParams } from 'umap-js/dist/umap.js';
import { checkUmapOptions, maxNeighbours, requirePossible } from './mapParameters.js';
import { readOptions } from './options.js';
import { type PointMap, pointMap } from './pointMap.js';
import { type Points, readPoints } from './points.js';
import { createUniform } from './random.js';
import { inTurns, type Running, requireRunning, runningNames } from './turn.js';

export interface UmapOptions extends Running {
  /** Default 1. */
  readonly seed?: number;
  /** How many neighbours each point attends to; at most n − 1. Default 15, or that where it is less. */
  readonly neighbours?: number;
  /** How close points may lie on the map, 0 to 1. Default 0.1. */
  readonly minDistance?: number;
}

export const defaultUmapOptions: Required<Omit<UmapOptions, keyof Running>> = Object.freeze({
  seed: 1,
  neighbours: 15,
  minDistance: 0.1,
});

/** How far apart places are that are no longer alike, the unit of such a map. */
const spread = 1;

/**
 * A map of points in the plane (McInnes, Healy and Melville 2018), by umap-js. Faster than t-SNE, and it keeps more of the
 * distances between clusters.
 *
 * @param points [n][d], n at least 4
 * @returns places, what they were made with, and `transform` for new points
 * @throws RnpError RNP_ANALYSIS_POINTS, RNP_CONFIG; the signal's reason when aborted
 */
export async function umap(points: Points, options: UmapOptions = {}): Promise<PointMap> {
  const read = readOptions(options, defaultUmapOptions, [], runningNames);
  requireRunning(read);
  const { seed, minDistance } = read;
  checkUmapOptions('options', read);
  const block = readPoints(points, 4);
  const neighbours =
    options.neighbours === undefined
      ? Math.min(read.neighbours, maxNeighbours(block.count))
      : read.neighbours;
  requirePossible('options', { neighbours }, block.count);
  options.signal?.throwIfAborted();
  const map = new UMAP({
    nComponents: 2,
    nNeighbors: neighbours,
    minDist: minDistance,
    spread,
    random: createUniform(seed),
  });
  const epochs = map.initializeFit(points.map((point) => Array.from(point)));
  await inTurns(epochs, () => void map.step(), options);
  const { a, b } = findABParams(spread, minDistance);
  return pointMap(
    { method: 'umap', seed, neighbours, minDistance, curve: { a, b } },
    block,
    Float64Array.from(map.getEmbedding().flat()),
  );
}
