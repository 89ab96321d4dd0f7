import { rowTile } from '../../../packages/backend/assembly/rowTile';
import { MR, NR } from '../../../packages/backend/assembly/tile';

/** Floating point operations of one tile for each summed index. */
export function operations(): i32 {
  return 2 * MR * NR;
}

/** Bytes from `a` on that `run` reads and writes: rows of A, a panel of B, a tile of C. */
export function bytes(k: i32): i32 {
  return (MR * k + NR * k + MR * NR) << 2;
}

/** The backend's micro kernel on the same values again and again: all its data stays in the first-level cache. */
export function run(a: usize, k: i32, tiles: i32): void {
  const row = <usize>k << 2;
  const b = a + MR * row;
  const c = b + NR * row;
  for (let i = 0; i < tiles; i++) {
    rowTile(a, a + row, a + 2 * row, a + 3 * row, 0, b, 0, k, 1, c, NR << 2, MR, false);
  }
}
