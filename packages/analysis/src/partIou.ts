// p parts, o objects
import { assignment } from './assignment.js';
import { checkMasks } from './masks.js';

/** How well found parts cover the true ones. */
export interface PartIou {
  /** The mean over the true objects, 0 for those without a part; null where there are no objects. */
  readonly mean: number | null;
  /** [o] intersection over union of each object with its part, 0 … 1; 0 for an object without a part. */
  readonly ious: readonly number[];
  /** [o] the position of each object's part among the parts; null for none. */
  readonly parts: readonly (number | null)[];
}

/**
 * Intersection over union (Jaccard 1901) of true objects with found parts. Each object gets one part at most, and each part one
 * object, so that the sum is largest. Parts that are left over do not lower the mean: `countAccuracy` tells of these.
 *
 * @param found [p][h·w] masks: 0 is outside, anything else inside
 * @param there [o][h·w] the same, of the true objects
 * @returns with the objects in the order of `there`; a part that shares no pixel with its object counts as none. Two masks
 *   without any pixel share none.
 * @throws RnpError RNP_CONFIG for what is no list of masks of one size
 */
export function partIou(found: readonly ArrayLike<number>[], there: readonly ArrayLike<number>[]): PartIou {
  const pixels = checkMasks('there', there, null);
  checkMasks('found', found, pixels);
  if (there.length === 0) return { mean: null, ious: [], parts: [] };
  const table = there.map((object) => found.map((part) => iouOf(object, part)));
  const columns = found.length === 0 ? there.map(() => null) : assignment(table);
  const ious = columns.map((part, object) => (part === null ? 0 : table[object]![part]!));
  return {
    mean: ious.reduce((sum, iou) => sum + iou, 0) / ious.length,
    ious,
    parts: columns.map((part, object) => (ious[object] === 0 ? null : part)),
  };
}

function iouOf(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [both, either] = [0, 0];
  for (let pixel = 0; pixel < a.length; pixel++) {
    const [inA, inB] = [a[pixel] !== 0, b[pixel] !== 0];
    if (inA && inB) both++;
    if (inA || inB) either++;
  }
  return either === 0 ? 0 : both / either;
}
