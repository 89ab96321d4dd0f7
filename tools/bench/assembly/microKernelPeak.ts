import { MR, NR, tile6 } from '../../../packages/backend/assembly/microKernel';

/** Floating point operations of one call of `run` for each tile and summed index. */
export function operations(): i32 {
  return 2 * MR * NR;
}

/** Bytes from `a` on that `run` reads and writes: a panel of A, one of B, a tile of C. */
export function bytes(k: i32): i32 {
  return (MR * k + NR * k + MR * NR) << 2;
}

/** The backend's micro kernel on the same panels again and again: all its data stays in the first-level cache. */
export function run(a: usize, k: i32, tiles: i32): void {
  const b = a + (<usize>(MR * k) << 2);
  const c = b + (<usize>(NR * k) << 2);
  for (let i = 0; i < tiles; i++) tile6(a, b, c, k, NR << 2, NR << 2, MR, false);
}
