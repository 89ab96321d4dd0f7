import type { Point } from '../affine.js';

/**
 * A run of points, more than the drawing has pixels, thinned to the lowest and the highest of each of `columns`
 * strips, so that spikes stay. Points keep their order, and values are finite:
 * part a curve into its runs first.
 */
export function thin(points: readonly Point[], columns: number): readonly Point[] {
  if (points.length <= 2 * columns) return points;
  const out: Point[] = [];
  const per = points.length / columns;
  for (let strip = 0; strip < columns; strip++) {
    const part = points.slice(Math.floor(strip * per), Math.floor((strip + 1) * per));
    let low = 0;
    let high = 0;
    part.forEach(([, y], index) => {
      if (y < part[low]![1]) low = index;
      if (y > part[high]![1]) high = index;
    });
    for (const index of low === high ? [low] : [Math.min(low, high), Math.max(low, high)])
      out.push(part[index]!);
  }
  return out;
}

/** The mean over `window` neighbours, centred; values that are none are left out of it. */
export function smoothed(points: readonly Point[], window: number): readonly Point[] {
  const reach = Math.floor(Math.max(1, window) / 2);
  return points.map(([x], index) => {
    let sum = 0;
    let count = 0;
    // The same reach on both sides, also at the ends, where a lopsided mean would bend the curve.
    const near = Math.min(reach, index, points.length - 1 - index);
    for (let i = index - near; i <= index + near; i++) {
      const y = points[i]![1];
      if (Number.isFinite(y)) {
        sum += y;
        count++;
      }
    }
    return [x, count === 0 ? Number.NaN : sum / count];
  });
}

/** Runs of drawable points: a value that is none is a gap. */
export function runs(points: readonly Point[], usable: (point: Point) => boolean): readonly Point[][] {
  const out: Point[][] = [];
  let current: Point[] = [];
  for (const point of points) {
    if (usable(point)) current.push(point);
    else if (current.length > 0) {
      out.push(current);
      current = [];
    }
  }
  if (current.length > 0) out.push(current);
  return out;
}
