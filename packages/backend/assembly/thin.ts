// Products too thin or too small for blocks. Nothing is packed, each operand is read in place.
import { longRow } from './longRow';
import { pairs } from '@rnp-tools/side-module/assembly/wide';

/**
 * C[i, :] = sum over p of A[i, p] B[p, :], strip by strip of C held in registers. B is stored k x n. Sums run in
 * float64 and are rounded once: reading B takes most of the time, and recurrent steps, which are such products,
 * pass their rounding on to every later step.
 */
export function rowsTimesMatrix(
  a: usize, b: usize, c: usize, m: i32, n: i32, k: i32, rowStep: i32, termStep: i32,
): void {
  const stepA = <usize>termStep << 2;
  const strideB = <usize>n << 2;
  for (let i = 0; i < m; i++) {
    const row = a + (<usize>(i * rowStep) << 2);
    let j = 0;
    for (; j <= n - 16; j += 16) strip16(row, b + (<usize>j << 2), c + (<usize>j << 2), k, stepA, strideB);
    for (; j <= n - 4; j += 4) strip4(row, b + (<usize>j << 2), c + (<usize>j << 2), k, stepA, strideB);
    for (; j < n; j++) {
      let pa = row, pb = b + (<usize>j << 2);
      let sum: f64 = 0;
      for (let p = 0; p < k; p++) {
        sum += f64(load<f32>(pa)) * f64(load<f32>(pb));
        pa += stepA;
        pb += strideB;
      }
      store<f32>(c + (<usize>j << 2), f32(sum));
    }
    c += strideB;
  }
}

/** C[i, j] = A[i] B[j]: one term, nothing to add up. */
export function columnTimesRow(a: usize, b: usize, c: usize, m: i32, n: i32): void {
  for (let i = 0; i < m; i++) {
    const value = load<f32>(a + (<usize>i << 2));
    const values = f32x4.splat(value);
    let j = 0;
    for (; j <= n - 4; j += 4) v128.store(c + (<usize>j << 2), f32x4.mul(values, v128.load(b + (<usize>j << 2))));
    for (; j < n; j++) store<f32>(c + (<usize>j << 2), value * load<f32>(b + (<usize>j << 2)));
    c += <usize>n << 2;
  }
}

/** Two values in float64. */
// @ts-ignore decorator
@inline
function wide(at: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(at));
}

/** Rounds two pairs and stores them side by side. */
// @ts-ignore decorator
@inline
function storeRounded(at: usize, low: v128, high: v128): void {
  v128.store(at, v128.shuffle<f64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2));
}

// @ts-ignore decorator
@inline
function strip16(a: usize, b: usize, c: usize, k: i32, stepA: usize, strideB: usize): void {
  let c0 = f64x2.splat(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
  for (let p = 0; p < k; p++) {
    const s = f64x2.splat(f64(load<f32>(a)));
    c0 = f64x2.add(c0, f64x2.mul(s, wide(b)));
    c1 = f64x2.add(c1, f64x2.mul(s, wide(b + 8)));
    c2 = f64x2.add(c2, f64x2.mul(s, wide(b + 16)));
    c3 = f64x2.add(c3, f64x2.mul(s, wide(b + 24)));
    c4 = f64x2.add(c4, f64x2.mul(s, wide(b + 32)));
    c5 = f64x2.add(c5, f64x2.mul(s, wide(b + 40)));
    c6 = f64x2.add(c6, f64x2.mul(s, wide(b + 48)));
    c7 = f64x2.add(c7, f64x2.mul(s, wide(b + 56)));
    a += stepA;
    b += strideB;
  }
  storeRounded(c, c0, c1);
  storeRounded(c + 16, c2, c3);
  storeRounded(c + 32, c4, c5);
  storeRounded(c + 48, c6, c7);
}

// @ts-ignore decorator
@inline
function strip4(a: usize, b: usize, c: usize, k: i32, stepA: usize, strideB: usize): void {
  let low = f64x2.splat(0), high = low;
  for (let p = 0; p < k; p++) {
    const s = f64x2.splat(f64(load<f32>(a)));
    low = f64x2.add(low, f64x2.mul(s, wide(b)));
    high = f64x2.add(high, f64x2.mul(s, wide(b + 8)));
    a += stepA;
    b += strideB;
  }
  storeRounded(c, low, high);
}

/** C[i, j] = A[i, :] . B[j, :], both stored row by row with k values a row. */
export function rowsTimesRows(a: usize, b: usize, c: usize, m: i32, n: i32, k: i32): void {
  const stride = <usize>k << 2;
  const long = k > longRow();
  for (let i = 0; i < m; i++) {
    let row = b;
    let j = 0;
    for (; long && j < n; j++) {
      store<f32>(c, <f32>longDot(a, row, k));
      c += 4;
      row += stride;
    }
    for (; j <= n - 4; j += 4) {
      v128.store(c, dot4(a, row, stride, k));
      c += 16;
      row += stride << 2;
    }
    for (; j < n; j++) {
      store<f32>(c, dot(a, row, k));
      c += 4;
      row += stride;
    }
    a += stride;
  }
}

/** The products of one row with four consecutive ones. */
// @ts-ignore decorator
@inline
function dot4(a: usize, b: usize, stride: usize, k: i32): v128 {
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  let p = 0;
  for (; p <= k - 4; p += 4) {
    const x = v128.load(a);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(b)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(b + stride)));
    s2 = f32x4.add(s2, f32x4.mul(x, v128.load(b + 2 * stride)));
    s3 = f32x4.add(s3, f32x4.mul(x, v128.load(b + 3 * stride)));
    a += 16;
    b += 16;
  }
  // A 4 x 4 transposition turns four sums over lanes into three vector additions.
  const t0 = f32x4.add(v128.shuffle<f32>(s0, s1, 0, 4, 1, 5), v128.shuffle<f32>(s0, s1, 2, 6, 3, 7));
  const t1 = f32x4.add(v128.shuffle<f32>(s2, s3, 0, 4, 1, 5), v128.shuffle<f32>(s2, s3, 2, 6, 3, 7));
  let sum = f32x4.add(v128.shuffle<f32>(t0, t1, 0, 1, 4, 5), v128.shuffle<f32>(t0, t1, 2, 3, 6, 7));
  for (; p < k; p++) {
    let column = f32x4.splat(load<f32>(b));
    column = f32x4.replace_lane(column, 1, load<f32>(b + stride));
    column = f32x4.replace_lane(column, 2, load<f32>(b + 2 * stride));
    column = f32x4.replace_lane(column, 3, load<f32>(b + 3 * stride));
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(a), column));
    a += 4;
    b += 4;
  }
  return sum;
}

// @ts-ignore decorator
@inline
function dot(a: usize, b: usize, k: i32): f32 {
  let lanes = f32x4.splat(0);
  let p = 0;
  for (; p <= k - 4; p += 4) {
    lanes = f32x4.add(lanes, f32x4.mul(v128.load(a), v128.load(b)));
    a += 16;
    b += 16;
  }
  let sum = f32x4.extract_lane(lanes, 0) + f32x4.extract_lane(lanes, 1);
  sum += f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3);
  for (; p < k; p++) {
    sum += load<f32>(a) * load<f32>(b);
    a += 4;
    b += 4;
  }
  return sum;
}

/** Blocks of 128 products in sixteen lanes, nine roundings in float32 each, added up in float64. */
function longDot(a: usize, b: usize, k: i32): f64 {
  let wide = f64x2.splat(0);
  for (; k >= 128; k -= 128) {
    let s0 = product(a, b), s1 = product(a + 16, b + 16), s2 = product(a + 32, b + 32), s3 = product(a + 48, b + 48);
    for (let at: usize = 64; at < 512; at += 64) {
      s0 = f32x4.add(s0, product(a + at, b + at));
      s1 = f32x4.add(s1, product(a + at + 16, b + at + 16));
      s2 = f32x4.add(s2, product(a + at + 32, b + at + 32));
      s3 = f32x4.add(s3, product(a + at + 48, b + at + 48));
    }
    wide = f64x2.add(wide, pairs(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3))));
    a += 512;
    b += 512;
  }
  let sum = f64x2.extract_lane(wide, 0) + f64x2.extract_lane(wide, 1);
  for (; k > 0; k--) {
    sum += <f64>load<f32>(a) * <f64>load<f32>(b);
    a += 4;
    b += 4;
  }
  return sum;
}

/** Four products. */
// @ts-ignore decorator
@inline
function product(a: usize, b: usize): v128 {
  return f32x4.mul(v128.load(a), v128.load(b));
}
