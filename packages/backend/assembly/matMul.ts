// Batches of products of dense matrices. m, n, k as in gemm.ts; strides between items are in elements, 0 repeats.
import { gemm, gemmScratch } from './gemm';
import { longGemm, longGemmScratch } from './longGemm';
import { columnTimesRow, rowsTimesMatrix, rowsTimesRows } from './thin';
import { CHAIN } from './longRow';

/**
 * Up to so many multiplications packing is most of the work, and the product may be a step of a recurrence, which
 * passes its rounding on: these are summed in float64.
 */
const SMALL: i32 = 1 << 15;

/** Whether `matMul` takes the products of this shape without scratch memory. */
export function isThin(m: i32, n: i32, k: i32, ta: bool, tb: bool): bool {
  if (k == 1 || n == 1) return true;
  if (tb) return m <= 3 && (!ta || m == 1);
  return m == 1 || <i64>m * n * k <= SMALL;
}

/**
 * Longer sums are added up in float64. Not `longRow`, as `gemm` cuts its sums: sixteen chains of 256 terms, which are added once each.
 */
export const LONG: i32 = 16 * CHAIN;

/** Bytes of scratch memory that `matMul` wants for the products of this shape. */
export function matMulScratch(m: i32, n: i32, k: i32, ta: bool, tb: bool): i32 {
  if (isThin(m, n, k, ta, tb)) return 0;
  return k > LONG ? longGemmScratch(m, n) : gemmScratch(m, n, k);
}

/** C[i] = op(A[i]) op(B[i]) for `batch` items; k >= 1. `scratch` is matMulScratch bytes. */
export function matMul(
  a: usize, b: usize, c: usize, batch: i32, strideA: i32, strideB: i32,
  m: i32, n: i32, k: i32, ta: bool, tb: bool, scratch: usize,
): void {
  const thin = isThin(m, n, k, ta, tb);
  const lda = ta ? m : k;
  const ldb = tb ? k : n;
  for (let item = 0; item < batch; item++) {
    if (thin) product(a, b, c, m, n, k, ta, tb);
    else if (k > LONG) longGemm(a, b, c, m, n, k, ta, tb, lda, ldb, scratch);
    else gemm(a, b, c, m, n, k, ta, tb, lda, ldb, n, false, scratch);
    a += <usize>strideA << 2;
    b += <usize>strideB << 2;
    c += <usize>(m * n) << 2;
  }
}

// @ts-ignore decorator
@inline
function product(a: usize, b: usize, c: usize, m: i32, n: i32, k: i32, ta: bool, tb: bool): void {
  // With one term or one column or row, transposed and plain storage are the same.
  if (k == 1) columnTimesRow(a, b, c, m, n);
  else if (n == 1) {
    // C^T = op(B)^T op(A)^T has one row.
    if (ta) rowsTimesMatrix(b, a, c, 1, m, k, k, 1);
    else rowsTimesRows(b, a, c, 1, m, k);
  } else if (tb) rowsTimesRows(a, b, c, m, n, k);
  else if (ta) rowsTimesMatrix(a, b, c, m, n, k, 1, m);
  else rowsTimesMatrix(a, b, c, m, n, k, k, 1);
}
