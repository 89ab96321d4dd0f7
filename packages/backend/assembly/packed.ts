// Products with a matrix B that is packed once and multiplied many times. m, n, k as in gemm.ts.
import { KC, block, blockColumns } from './gemm';
import { packB } from './pack';
import { MR, NR, roundUp, storeRow } from './tile';

/** Panels at a time of a single row. */
const WIDE: i32 = 3;

/** Bytes of a packed B, and of the scratch memory that `packedProduct` wants. */
export function packedBytes(n: i32, k: i32): i32 {
  return (roundUp(n, NR) * k) << 2;
}

export function packedScratch(): i32 {
  return (MR * NR) << 2;
}

/** B, stored n x k if tb, at `to`: KC terms after KC terms, each of all columns. ldb is in elements. */
export function packMatrix(b: usize, to: usize, n: i32, k: i32, ldb: i32, tb: bool): void {
  for (let p = 0; p < k; p += KC) {
    const terms = min(KC, k - p);
    packB(b + (<usize>(tb ? p : p * ldb) << 2), to, n, terms, ldb, tb);
    to += <usize>(roundUp(n, NR) * terms) << 2;
  }
}

/** C = A B, or C += A B if `accumulate`, by a packed B. lda, ldc are in elements. */
export function packedProduct(
  a: usize, packed: usize, c: usize, m: i32, n: i32, k: i32, lda: i32, ldc: i32, accumulate: bool, scratch: usize,
): void {
  for (let p = 0; p < k; p += KC) {
    const terms = min(KC, k - p);
    // A tile computes MR rows; of one row past the tiles, several panels, while the tiles' are in the first-level cache.
    const alone = (m & (MR - 1)) == 1, rows = alone ? m - 1 : m;
    const width = alone ? WIDE * NR : blockColumns(n, terms);
    const add = accumulate || p > 0;
    for (let j = 0; j < n; j += width) {
      const columns = min(width, n - j);
      const from = packed + (<usize>(j * terms) << 2), to = c + (<usize>j << 2);
      if (rows > 0) block(a, from, to, rows, columns, terms, false, lda, ldc, add, 0, scratch);
      if (!alone) continue;
      const row = a + (<usize>(rows * lda) << 2), out = to + (<usize>(rows * ldc) << 2);
      if (columns == width) oneRow(row, from, out, terms, add);
      else block(row, from, out, 1, columns, terms, false, lda, ldc, add, 0, scratch);
    }
    a += <usize>terms << 2;
    packed += <usize>(roundUp(n, NR) * terms) << 2;
  }
}

/** One row of A times WIDE panels of B. */
function oneRow(a: usize, b: usize, c: usize, k: i32, accumulate: bool): void {
  const panel = <usize>(NR * k) << 2;
  let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0;
  let p0 = b, p1 = b + panel, p2 = p1 + panel;
  for (let p: usize = 0; p < <usize>k << 2; p += 4) {
    const s = v128.load32_splat(a + p);
    c0 = f32x4.add(c0, f32x4.mul(s, v128.load(p0)));
    c1 = f32x4.add(c1, f32x4.mul(s, v128.load(p0, 16)));
    c2 = f32x4.add(c2, f32x4.mul(s, v128.load(p1)));
    c3 = f32x4.add(c3, f32x4.mul(s, v128.load(p1, 16)));
    c4 = f32x4.add(c4, f32x4.mul(s, v128.load(p2)));
    c5 = f32x4.add(c5, f32x4.mul(s, v128.load(p2, 16)));
    p0 += NR << 2;
    p1 += NR << 2;
    p2 += NR << 2;
  }
  storeRow(c, c0, c1, accumulate);
  storeRow(c + 32, c2, c3, accumulate);
  storeRow(c + 64, c4, c5, accumulate);
}
