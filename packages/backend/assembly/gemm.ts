// m rows of A and C, n columns of B and C, k the summed dimension. lda, ldb, ldc are in elements.
import { columnTile } from './columnTile';
import { packA, packB } from './pack';
import { rowTile } from './rowTile';
import { MR, NR, roundUp } from './tile';

// Four rows of A, KC deep, and a panel of B (KC x NR) stay in the first-level cache; the packed block of B, BLOCK values
// and as many columns as that makes, in the second.
export const KC: i32 = 256;
const BLOCK: i32 = 1 << 16;

/** Up to this many rows, packing B costs more than reading it in place. */
const DIRECT_ROWS: i32 = 3;

/** Bytes of scratch memory that `gemm` wants for a product of this size. */
export function gemmScratch(m: i32, n: i32, k: i32): i32 {
  const depth = min(k, KC);
  const rows = m <= DIRECT_ROWS ? roundUp(m, MR) : MR;
  return (MR * NR + depth * (rows + blockColumns(n, depth))) << 2;
}

/** C = op(A) op(B), or C += op(A) op(B) if `accumulate`; op transposes its stored matrix if ta, tb. k >= 1. */
export function gemm(
  a: usize, b: usize, c: usize, m: i32, n: i32, k: i32,
  ta: bool, tb: bool, lda: i32, ldb: i32, ldc: i32, accumulate: bool, scratch: usize,
): void {
  const depth = min(k, KC);
  const width = blockColumns(n, depth);
  const direct = !tb && m <= DIRECT_ROWS;
  const blockA = scratch + (<usize>(MR * NR) << 2);
  const blockB = blockA + (<usize>(depth * (direct ? roundUp(m, MR) : MR)) << 2);
  for (let j = 0; j < n; j += width) {
    const columns = min(width, n - j);
    const whole = columns & ~(NR - 1);
    for (let p = 0; p < k; p += depth) {
      const terms = min(depth, k - p);
      const fromA = a + (<usize>(ta ? p * lda : p) << 2);
      const fromB = b + (<usize>(tb ? j * ldb + p : p * ldb + j) << 2);
      const to = c + (<usize>j << 2);
      const add = accumulate || p > 0;
      if (direct) {
        packA(fromA, blockA, m, terms, lda, ta);
        // Rows inside: a panel that comes from far away is read once.
        for (let q = 0; q < whole; q += NR) {
          const at = <usize>q << 2;
          packedRows(blockA, fromB + at, ldb, to + at, m, NR, terms, ldc, add, scratch);
        }
        if (whole == columns) continue;
        const at = <usize>whole << 2;
        packB(fromB + at, blockB, columns - whole, terms, ldb, false);
        packedRows(blockA, blockB, NR, to + at, m, columns - whole, terms, ldc, add, scratch);
      } else {
        packB(fromB, blockB, columns, terms, ldb, tb);
        block(fromA, blockB, to, m, columns, terms, ta, lda, ldc, add, blockA, scratch);
      }
    }
  }
}

/** All rows of packed A times one panel of B. */
function packedRows(
  a: usize, b: usize, ldb: i32, c: usize, m: i32, width: i32, k: i32, ldc: i32, accumulate: bool, edge: usize,
): void {
  const strideB = <usize>ldb << 2;
  const rowStride = <usize>ldc << 2;
  for (let i = 0; i < m; i += MR) {
    const height = min(MR, m - i);
    if (width == NR) {
      columnTile(a, MR << 2, 0, b, strideB, 0, k, 1, c, rowStride, height, accumulate);
    } else {
      columnTile(a, MR << 2, 0, b, strideB, 0, k, 1, edge, NR << 2, height, false);
      copyEdge(edge, c, height, width, rowStride, accumulate);
    }
    a += <usize>(MR * k) << 2;
    c += MR * rowStride;
  }
}

/** All rows of A times one packed block of B. Walks along the rows of C, so that whole lines of it are written. */
export function block(
  a: usize, b: usize, c: usize, m: i32, columns: i32, k: i32,
  ta: bool, lda: i32, ldc: i32, accumulate: bool, panelA: usize, edge: usize,
): void {
  const strideA = <usize>lda << 2;
  const rowStride = <usize>ldc << 2;
  for (let i = 0; i < m; i += MR) {
    const height = min(MR, m - i);
    let from = a + (ta ? <usize>i << 2 : <usize>i * strideA);
    let stride = strideA;
    // Nothing is read past the last row.
    if (ta && height < MR) {
      packA(from, panelA, height, k, lda, true);
      from = panelA;
      stride = MR << 2;
    }
    let panel = b;
    let to = c + <usize>i * rowStride;
    for (let j = 0; j < columns; j += NR) {
      const width = min(NR, columns - j);
      const whole = width == NR;
      const target = whole ? to : edge;
      const targetStride = whole ? rowStride : <usize>NR << 2;
      const add = whole && accumulate;
      if (ta) {
        columnTile(from, stride, 0, panel, NR << 2, 0, k, 1, target, targetStride, height, add);
      } else {
        const a1 = height > 1 ? from + stride : from;
        const a2 = height > 2 ? a1 + stride : from;
        const a3 = height > 3 ? a2 + stride : from;
        rowTile(from, a1, a2, a3, 0, panel, 0, k, 1, target, targetStride, height, add);
      }
      if (!whole) copyEdge(edge, to, height, width, rowStride, accumulate);
      panel += <usize>(NR * k) << 2;
      to += NR << 2;
    }
  }
}

/** The `width` < NR live columns of a tile. */
export function copyEdge(from: usize, to: usize, height: i32, width: i32, rowStride: usize, accumulate: bool): void {
  for (let i = 0; i < height; i++) {
    let j = 0;
    if (width >= 4) {
      const value = v128.load(from);
      v128.store(to, accumulate ? f32x4.add(value, v128.load(to)) : value);
      j = 4;
    }
    for (; j < width; j++) {
      const at = to + (<usize>j << 2);
      const value = load<f32>(from + (<usize>j << 2));
      store<f32>(at, accumulate ? load<f32>(at) + value : value);
    }
    from += NR << 2;
    to += rowStride;
  }
}

/** Columns of a block of B, whole panels of it. */
// @ts-ignore decorator
@inline
export function blockColumns(n: i32, depth: i32): i32 {
  return min(roundUp(n, NR), (BLOCK / depth) & ~(NR - 1));
}
