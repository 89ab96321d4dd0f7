import { composeMatrices } from '@rnp/spatial-transformer';
import type { AffineRows } from '../tree/parseTree.js';

/** The map that applies `outer` first, then `inner`: from a frame around to one within a node. */
export function composeRows(outer: AffineRows, inner: AffineRows): AffineRows {
  return composeMatrices(outer, inner) as unknown as AffineRows;
}
