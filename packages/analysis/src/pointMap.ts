// n points, d dimensions
import { RnpError } from '@rnp/errors';
import type { MapParameters } from './mapParameters.js';
import { readOptions } from './options.js';
import { type PointBlock, type Points, readPoints, requireDistances, rowOf } from './points.js';
import { tsneTransform } from './tsneTransform.js';
import { inTurns, type Running, requireRunning, runningNames } from './turn.js';
import { umapTransform } from './umapTransform.js';

/** Where a point lies on a map. */
export type Place = readonly [x: number, y: number];

/** A map of points in the plane that takes new ones. `writeMap` saves it. */
export interface PointMap {
  readonly parameters: MapParameters;
  /** [n][d], a copy of those that were mapped. */
  readonly points: readonly Float64Array[];
  /** [n][2], the places of these. */
  readonly places: readonly Place[];
  /**
   * Places for new points; those of the map stay as they are. A new point's place depends on the map and on the point alone, not
   * on what else is placed. The same point always gets the same place.
   *
   * For each point all of the map is looked at: by t-SNE some 250 times (1 ms for 1,000 points of a map), by UMAP once.
   *
   * @param points [m][d]
   * @returns [m][2]
   * @throws RnpError RNP_ANALYSIS_POINTS, RNP_CONFIG; the signal's reason when aborted
   */
  transform(points: Points, running?: Running): Promise<Place[]>;
}

/**
 * A finished map.
 *
 * @param places [n][2] in one block, which becomes the map's own, as do the points
 */
export function pointMap(parameters: MapParameters, points: PointBlock, places: Float64Array): PointMap {
  const { count, dimensions } = points;
  const placeOf =
    parameters.method === 'tsne'
      ? tsneTransform(points, places, parameters.perplexity)
      : umapTransform(points, places, parameters);
  return {
    parameters,
    points: Array.from({ length: count }, (_, i) => rowOf(points, i).slice()),
    places: Array.from({ length: count }, (_, i): Place => [places[2 * i]!, places[2 * i + 1]!]),
    transform: async (added, running = {}) => {
      requireRunning(readOptions(running, {}, [], runningNames));
      const block = readPoints(added);
      if (block.dimensions !== dimensions) {
        throw new RnpError(
          'RNP_ANALYSIS_POINTS',
          `have ${block.dimensions} dimensions, and the map's points ${dimensions}; give points of the same space`,
          { path: 'points' },
        );
      }
      requireDistances(block, 'points', points);
      const found: Place[] = [];
      await inTurns(block.count, (i) => void found.push(finite(placeOf(rowOf(block, i)), i)), running);
      return found;
    },
  };
}

function finite(place: Place, index: number): Place {
  if (place.every(Number.isFinite)) return place;
  throw new RnpError(
    'RNP_ANALYSIS_POINTS',
    'lies so far from the map that its distances are no numbers; make it smaller',
    { path: `points[${index}]` },
  );
}
