// Products over very many terms: piece by piece in float32, and the pieces added up in float64. m, n, k as in gemm.ts.
import { gemm, gemmScratch } from './gemm';
import { roundUp } from './tile';
import { addWide, rounded } from '@rnp-tools/side-module/assembly/wide';

/** Terms that are summed in float32: so few that their rounding is below 1e-6, so many that adding them up takes a few percent. */
const PIECE: i32 = 128;

/** Values of C at a time: beyond that float64 sums would take more memory than the matrices. */
const PANEL: i32 = 1 << 20;

/** Rows of C at a time. */
// @ts-ignore decorator
@inline
function panelRows(m: i32, n: i32): i32 {
  return min(m, max(4, (PANEL / n) & ~3));
}

/** Bytes of scratch memory that `longGemm` wants. */
export function longGemmScratch(m: i32, n: i32): i32 {
  const rows = panelRows(m, n);
  return roundUp(gemmScratch(rows, n, PIECE), 16) + roundUp(rows * n, 4) * 12;
}

/** C = op(A) op(B); op transposes its stored matrix if ta, tb. lda, ldb are in elements, rows of C neighbours. */
export function longGemm(
  a: usize, b: usize, c: usize, m: i32, n: i32, k: i32, ta: bool, tb: bool, lda: i32, ldb: i32, scratch: usize,
): void {
  const rows = panelRows(m, n);
  const piece = scratch + <usize>roundUp(gemmScratch(rows, n, PIECE), 16);
  const sums = piece + (<usize>roundUp(rows * n, 4) << 2);
  for (let i = 0; i < m; i += rows) {
    const height = min(rows, m - i);
    const count = height * n;
    memory.fill(sums, 0, <usize>count << 3);
    for (let p = 0; p < k; p += PIECE) {
      const terms = min(PIECE, k - p);
      const fromA = a + (<usize>(ta ? p * lda + i : i * lda + p) << 2);
      const fromB = b + (<usize>(tb ? p : p * ldb) << 2);
      gemm(fromA, fromB, piece, height, n, terms, ta, tb, lda, ldb, n, false, scratch);
      addWide(piece, sums, <usize>count << 2);
    }
    rounded(sums, c + (<usize>(i * n) << 2), count, 1);
  }
}
