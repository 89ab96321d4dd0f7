// Packing copies a block of A or B into the order in which the micro kernels read it: panels of MR rows of A, column
// by column, or of NR columns of B, row by row, zeros past the edge. Strides (ld) are in elements, addresses in bytes.
import { MR, NR } from './tile';

/** A block of `rows` x `k` of A, stored k x rows if `transposed`. */
export function packA(from: usize, to: usize, rows: i32, k: i32, lda: i32, transposed: bool): void {
  for (let i = 0; i < rows; i += MR) {
    const live = min(MR, rows - i);
    if (transposed) widen(from + (<usize>i << 2), to, live, MR, k, lda);
    else turn(from + (<usize>(i * lda) << 2), to, live, MR, k, lda);
    to += <usize>(MR * k) << 2;
  }
}

/** A block of `k` x `columns` of B, stored columns x k if `transposed`. */
export function packB(from: usize, to: usize, columns: i32, k: i32, ldb: i32, transposed: bool): void {
  const whole = columns & ~(NR - 1);
  if (transposed) {
    for (let j = 0; j < whole; j += NR) packColumns(from + (<usize>(j * ldb) << 2), to + (<usize>(j * k) << 2), k, ldb);
  } else {
    packRows(from, to, whole, k, ldb);
  }
  if (whole == columns) return;
  to += <usize>(whole * k) << 2;
  if (transposed) turn(from + (<usize>(whole * ldb) << 2), to, columns - whole, NR, k, ldb);
  else widen(from + (<usize>whole << 2), to, columns - whole, NR, k, ldb);
}

/** Whole panels, read along the rows, two at a time: they fill whole lines of the cache. */
function packRows(from: usize, to: usize, columns: i32, k: i32, ld: i32): void {
  const stride = <usize>ld << 2;
  const panel = <usize>(NR * k) << 2;
  for (; k >= 2; k -= 2) {
    let at = to;
    let second = from + stride;
    for (let j = 0; j < columns; j += NR) {
      v128.store(at, v128.load(from + (<usize>j << 2)));
      v128.store(at, v128.load(from + (<usize>j << 2), 16), 16);
      v128.store(at, v128.load(second), 32);
      v128.store(at, v128.load(second, 16), 48);
      second += NR << 2;
      at += panel;
    }
    from += stride << 1;
    to += NR << 3;
  }
  if (k == 0) return;
  for (let j = 0; j < columns; j += NR) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    from += NR << 2;
    to += panel;
  }
}

/** Four rows of the source become four lanes of the panel, four columns at a time. */
// @ts-ignore decorator
@inline
function transpose4(from: usize, stride: usize, to: usize, step: usize): void {
  const r0 = v128.load(from), r1 = v128.load(from + stride);
  const r2 = v128.load(from + 2 * stride), r3 = v128.load(from + 3 * stride);
  const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), t1 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const t2 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(t0, t2, 0, 1, 4, 5));
  v128.store(to + step, v128.shuffle<f32>(t0, t2, 2, 3, 6, 7));
  v128.store(to + 2 * step, v128.shuffle<f32>(t1, t3, 0, 1, 4, 5));
  v128.store(to + 3 * step, v128.shuffle<f32>(t1, t3, 2, 3, 6, 7));
}

/** NR rows of `k` columns, turned to one panel. */
function packColumns(from: usize, to: usize, k: i32, ld: i32): void {
  const stride = <usize>ld << 2;
  for (; k >= 4; k -= 4) {
    transpose4(from, stride, to, 32);
    transpose4(from + 4 * stride, stride, to + 16, 32);
    from += 16;
    to += 128;
  }
  turn(from, to, NR, NR, k, ld);
}

/** `live` rows of `k` columns, turned to k groups of `width` values. */
function turn(from: usize, to: usize, live: i32, width: i32, k: i32, ld: i32): void {
  for (let p = 0; p < k; p++) {
    for (let r = 0; r < width; r++) {
      store<f32>(to, r < live ? load<f32>(from + (<usize>(r * ld + p) << 2)) : 0);
      to += 4;
    }
  }
}

/** `k` rows of `live` columns, widened to `width` values. */
function widen(from: usize, to: usize, live: i32, width: i32, k: i32, ld: i32): void {
  for (let p = 0; p < k; p++) {
    for (let r = 0; r < width; r++) {
      store<f32>(to, r < live ? load<f32>(from + (<usize>(p * ld + r) << 2)) : 0);
      to += 4;
    }
  }
}
