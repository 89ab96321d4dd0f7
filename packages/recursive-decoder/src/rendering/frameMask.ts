import { borderReach } from '@rnp/spatial-transformer';
import type { AffineRows } from '../tree/parseTree.js';

/** A frame that lets through what lies in it. */
export interface FrameMask {
  /** Raster frame → the frame; those of a soft one in pixels of the image, at right angles to its edges. */
  readonly rows: AffineRows;
  /** Where its edges lie along both rows, and by how much more ink reaches beyond them. */
  readonly edges: readonly [number, number];
  readonly fade: 0 | 1;
}

/** What is outside is cut off: a point counts where both |coordinates| ≤ 1. */
export function hardMask(rows: AffineRows): FrameMask {
  return { rows, edges: [1, 1], fade: 0 };
}

/**
 * What is outside falls to 0 within one pixel of an image of this size, as in `sampleAffine` of @rnp/spatial-transformer with soft
 * borders.
 *
 * **Convention** the raster shows the image: its frame, [-1, 1]², is the image's, with corners on pixel centres.
 */
export function softMask(
  rows: AffineRows,
  [height, width]: readonly [number, number, ...number[]],
): FrameMask {
  const edges = rows.map((row) => borderReach(row, [height, width]));
  const inPixels = rows.map((row, i) => row.map((entry) => entry * edges[i]!));
  return {
    rows: inPixels as unknown as AffineRows,
    edges: edges as unknown as FrameMask['edges'],
    fade: 1,
  };
}

/** What all frames let through at a point, from 0 to 1. */
export function coverage(frames: readonly FrameMask[], x: number, y: number): number {
  let all = 1;
  for (let i = 0; i < frames.length && all > 0; i++) {
    const { rows, edges, fade } = frames[i]!;
    all *= share(rows[0], edges[0], fade, x, y) * share(rows[1], edges[1], fade, x, y);
  }
  return all;
}

function share(row: AffineRows[0], edge: number, fade: 0 | 1, x: number, y: number): number {
  const beyond = Math.abs(row[0] * x + row[1] * y + row[2]) - edge;
  if (beyond <= 0) return 1;
  return fade > beyond ? 1 - beyond : 0;
}
