// m rows of A and C, n columns of B and C, k the summed dimension. lda, ldb, ldc are in elements.
import { MR, NR, tile4, tile6 } from './microKernel';
import { packA, packB } from './pack';

// Block sizes: a panel of B (KC x NR) stays in the first-level cache, the packed block of A (MC x KC) in the
// second, and the packed block of B (KC x NC) in the second or third.
const MC: i32 = 96;
const KC: i32 = 256;
const NC: i32 = 512;

/** Up to this many rows, packing B costs more than reading it in place. */
const DIRECT_ROWS: i32 = 24;

/** Bytes of scratch memory that `gemm` wants for a product of this size. */
export function gemmScratch(m: i32, n: i32, k: i32): i32 {
  const depth = min(k, KC);
  const rows = min(roundUp(m, MR), MC);
  const columns = min(roundUp(n, NR), NC);
  return (rows * depth + columns * depth + MR * NR) << 2;
}

/** C = op(A) op(B), or C += op(A) op(B) if `accumulate`; op transposes its stored matrix if ta, tb. k >= 1. */
export function gemm(
  a: usize, b: usize, c: usize, m: i32, n: i32, k: i32,
  ta: bool, tb: bool, lda: i32, ldb: i32, ldc: i32, accumulate: bool, scratch: usize,
): void {
  const depth = min(k, KC);
  const edge = scratch;
  const blockA = scratch + (<usize>(MR * NR) << 2);
  const blockB = blockA + (<usize>(min(roundUp(m, MR), MC) * depth) << 2);
  const direct = !tb && m <= DIRECT_ROWS;
  for (let j = 0; j < n; j += NC) {
    const columns = min(NC, n - j);
    for (let p = 0; p < k; p += KC) {
      const terms = min(KC, k - p);
      const fromB = b + (<usize>(tb ? j * ldb + p : p * ldb + j) << 2);
      if (!direct) {
        packB(fromB, blockB, columns, terms, ldb, tb);
      } else if ((columns & (NR - 1)) != 0) {
        const whole = columns & ~(NR - 1);
        packB(fromB + (<usize>whole << 2), blockB, columns - whole, terms, ldb, false);
      }
      for (let i = 0; i < m; i += MC) {
        const rows = min(MC, m - i);
        packA(a + (<usize>(ta ? p * lda + i : i * lda + p) << 2), blockA, rows, terms, lda, ta);
        const to = c + (<usize>(i * ldc + j) << 2);
        block(blockA, direct ? fromB : blockB, blockB, direct, ldb, to, rows, columns, terms, ldc, accumulate || p > 0, edge);
      }
    }
  }
}

/** One packed block of A times one block of B, tile by tile. `tail` is the packed last panel when `direct`. */
function block(
  a: usize, b: usize, tail: usize, direct: bool, ldb: i32, c: usize,
  rows: i32, columns: i32, k: i32, ldc: i32, accumulate: bool, edge: usize,
): void {
  const rowStride = <usize>ldc << 2;
  const panelA = <usize>(MR * k) << 2;
  for (let j = 0; j < columns; j += NR) {
    const width = min(NR, columns - j);
    let panel = b + (direct ? <usize>j << 2 : <usize>(j * k) << 2);
    let stride = direct ? <usize>ldb << 2 : <usize>NR << 2;
    if (direct && width < NR) {
      panel = tail;
      stride = <usize>NR << 2;
    }
    let rowsOfA = a;
    for (let i = 0; i < rows; i += MR) {
      const height = min(MR, rows - i);
      const to = c + (<usize>(i * ldc + j) << 2);
      if (width == NR) {
        tile(rowsOfA, panel, to, k, stride, rowStride, height, accumulate);
      } else {
        tile(rowsOfA, panel, edge, k, stride, <usize>NR << 2, height, false);
        copyEdge(edge, to, height, width, rowStride, accumulate);
      }
      rowsOfA += panelA;
    }
  }
}

// @ts-ignore decorator
@inline
function tile(
  a: usize, b: usize, c: usize, k: i32, bStride: usize, ldc: usize, height: i32, accumulate: bool,
): void {
  if (height > 4) tile6(a, b, c, k, bStride, ldc, height, accumulate);
  else tile4(a, b, c, k, bStride, ldc, height, accumulate);
}

/** The `width` < NR live columns of a tile. */
function copyEdge(from: usize, to: usize, height: i32, width: i32, rowStride: usize, accumulate: bool): void {
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

// @ts-ignore decorator
@inline
function roundUp(value: i32, step: i32): i32 {
  return ((value + step - 1) / step) * step;
}
