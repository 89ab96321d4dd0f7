// Packing copies a block of A or B into the order in which the micro kernel reads it, zeros past the edge.
// Strides (lda, ldb) are in elements, addresses in bytes.
import { MR, NR } from './microKernel';

/** A block of `rows` x `k` of A (stored k x rows if `transposed`) as panels of MR rows. */
export function packA(from: usize, to: usize, rows: i32, k: i32, lda: i32, transposed: bool): void {
  for (let i = 0; i < rows; i += MR) {
    const live = min(MR, rows - i);
    if (transposed) {
      if (live == MR) packRows6(from + (<usize>i << 2), to, k, lda);
      else packEdgeTransposed(from + (<usize>i << 2), to, live, MR, k, lda);
    } else if (live == MR) {
      packColumns6(from + (<usize>(i * lda) << 2), to, k, lda);
    } else {
      packEdge(from + (<usize>(i * lda) << 2), to, live, MR, k, lda);
    }
    to += <usize>(MR * k) << 2;
  }
}

/** A block of `k` x `columns` of B (stored columns x k if `transposed`) as panels of NR columns. */
export function packB(from: usize, to: usize, columns: i32, k: i32, ldb: i32, transposed: bool): void {
  for (let j = 0; j < columns; j += NR) {
    const live = min(NR, columns - j);
    if (!transposed) {
      if (live == NR) packRows8(from + (<usize>j << 2), to, k, ldb);
      else packEdgeTransposed(from + (<usize>j << 2), to, live, NR, k, ldb);
    } else if (live == NR) {
      packColumns8(from + (<usize>(j * ldb) << 2), to, k, ldb);
    } else {
      packEdge(from + (<usize>(j * ldb) << 2), to, live, NR, k, ldb);
    }
    to += <usize>(NR * k) << 2;
  }
}

function packRows8(from: usize, to: usize, k: i32, ld: i32): void {
  const stride = <usize>ld << 2;
  for (; k > 0; k--) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    from += stride;
    to += 32;
  }
}

function packRows6(from: usize, to: usize, k: i32, ld: i32): void {
  const stride = <usize>ld << 2;
  for (; k > 0; k--) {
    v128.store(to, v128.load(from));
    store<u64>(to, load<u64>(from, 16), 16);
    from += stride;
    to += 24;
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

function packColumns8(from: usize, to: usize, k: i32, ld: i32): void {
  const stride = <usize>ld << 2;
  for (; k >= 4; k -= 4) {
    transpose4(from, stride, to, 32);
    transpose4(from + 4 * stride, stride, to + 16, 32);
    from += 16;
    to += 128;
  }
  packEdge(from, to, NR, NR, k, ld);
}

function packColumns6(from: usize, to: usize, k: i32, ld: i32): void {
  const stride = <usize>ld << 2;
  for (; k >= 4; k -= 4) {
    transpose4(from, stride, to, 24);
    const fifth = from + 4 * stride, sixth = fifth + stride;
    store<f32>(to, load<f32>(fifth), 16);
    store<f32>(to, load<f32>(sixth), 20);
    store<f32>(to, load<f32>(fifth, 4), 40);
    store<f32>(to, load<f32>(sixth, 4), 44);
    store<f32>(to, load<f32>(fifth, 8), 64);
    store<f32>(to, load<f32>(sixth, 8), 68);
    store<f32>(to, load<f32>(fifth, 12), 88);
    store<f32>(to, load<f32>(sixth, 12), 92);
    from += 16;
    to += 96;
  }
  packEdge(from, to, MR, MR, k, ld);
}

/** `live` rows of `k` columns, turned to k groups of `width` values. */
function packEdge(from: usize, to: usize, live: i32, width: i32, k: i32, ld: i32): void {
  for (let p = 0; p < k; p++) {
    for (let r = 0; r < width; r++) {
      store<f32>(to, r < live ? load<f32>(from + (<usize>(r * ld + p) << 2)) : 0);
      to += 4;
    }
  }
}

/** `k` rows of `live` columns, widened to `width` values. */
function packEdgeTransposed(from: usize, to: usize, live: i32, width: i32, k: i32, ld: i32): void {
  for (let p = 0; p < k; p++) {
    for (let r = 0; r < width; r++) {
      store<f32>(to, r < live ? load<f32>(from + (<usize>(p * ld + r) << 2)) : 0);
      to += 4;
    }
  }
}
