// Sums along an axis, and over rows that share a segment. Addresses are in bytes. Few terms at a time are added in float32,
// all else in float64: within 1e-6 of the sum of the magnitudes, whatever the length.

import { add, clear } from './im2col';
import { addPairs, addWide, pairs } from '@rnp-tools/side-module/assembly/wide';

/** Values of a row that are summed at a time: their float64 sums stay in the first-level cache. */
export const STRIP: i32 = 1024;

/** Bytes of scratch memory that `sumAxis` wants. */
export function sumAxisScratch(terms: i32, inner: i32): i32 {
  return inner == 1 || terms <= 8 ? 0 : min(STRIP, inner) << 3;
}

/** to[o, i] = scale * sum over r of from[o, r, i]. */
export function sumAxis(
  from: usize, to: usize, outer: i32, terms: i32, inner: i32, scale: f64, scratch: usize,
): void {
  const row = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    if (inner == 1) {
      store<f32>(to, scaled(sumRow(from, terms), from, 4, terms, scale));
    } else if (terms <= 8) {
      sumFewRows(from, to, terms, inner, scale);
    } else {
      for (let i = 0; i < inner; i += STRIP) {
        const at = <usize>i << 2;
        sumStrip(from + at, to + at, row, terms, min(STRIP, inner - i), scale, scratch);
      }
    }
    from += row * <usize>terms;
    to += row;
  }
}

/** The scaled sum; what passed the range of float32 on the way is added up again in float64. */
// @ts-ignore: decorator
@inline
function scaled(sum: f64, from: usize, step: usize, terms: i32, scale: f64): f32 {
  return <f32>(scale * (isFinite(sum) ? sum : sumWide(from, step, terms)));
}

/** The sum of `terms` values `step` bytes apart, in float64 from the first to the last. */
function sumWide(from: usize, step: usize, terms: i32): f64 {
  let sum: f64 = 0;
  for (let r = 0; r < terms; r++) {
    sum += <f64>load<f32>(from);
    from += step;
  }
  return sum;
}

/** The sum of `count` neighbours. */
export function sumRow(from: usize, count: i32): f64 {
  let wide = f64x2.splat(0);
  // Blocks of 128 in sixteen lanes: nine roundings in float32.
  for (; count >= 128; count -= 128) {
    let s0 = v128.load(from), s1 = v128.load(from, 16), s2 = v128.load(from, 32), s3 = v128.load(from, 48);
    const end = from + 512;
    for (from += 64; from < end; from += 64) {
      s0 = f32x4.add(s0, v128.load(from));
      s1 = f32x4.add(s1, v128.load(from, 16));
      s2 = f32x4.add(s2, v128.load(from, 32));
      s3 = f32x4.add(s3, v128.load(from, 48));
    }
    wide = f64x2.add(wide, pairs(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3))));
  }
  for (; count >= 4; count -= 4) {
    wide = f64x2.add(wide, pairs(v128.load(from)));
    from += 16;
  }
  let sum = f64x2.extract_lane(wide, 0) + f64x2.extract_lane(wide, 1);
  for (; count > 0; count--) {
    sum += <f64>load<f32>(from);
    from += 4;
  }
  return sum;
}

/** At most eight rows: seven roundings in float32. */
function sumFewRows(from: usize, to: usize, terms: i32, inner: i32, scale: f64): void {
  const row = <usize>inner << 2;
  const even = row & ~15;
  const factor = f32x4.splat(<f32>scale);
  // Stays 0 while sums are finite: infinity less itself is NaN.
  let rests = f32x4.splat(0);
  let at: usize = 0;
  for (; at < even; at += 16) {
    let source = from + at;
    let sum = v128.load(source);
    for (let r = 1; r < terms; r++) {
      source += row;
      sum = f32x4.add(sum, v128.load(source));
    }
    rests = f32x4.add(rests, f32x4.sub(sum, sum));
    v128.store(to + at, f32x4.mul(sum, factor));
  }
  if (v128.any_true(f32x4.ne(rests, rests))) at = 0;
  for (; at < row; at += 4) store<f32>(to + at, <f32>(scale * sumWide(from + at, row, terms)));
}

/** The sums of `count` columns over rows `row` bytes apart. */
function sumStrip(
  from: usize, to: usize, row: usize, terms: i32, count: i32, scale: f64, scratch: usize,
): void {
  sumColumns(from, row, terms, count, scratch);
  for (let i = 0; i < count; i++) {
    const at = <usize>i << 2;
    store<f32>(to + at, scaled(load<f64>(scratch + (at << 1)), from + at, row, terms, scale));
  }
}

/** The sums of `count` columns over rows `row` bytes apart, as float64. */
export function sumColumns(from: usize, row: usize, terms: i32, count: i32, scratch: usize): void {
  const wide = count & ~3;
  memory.fill(scratch, 0, <usize>count << 3);
  let source = from;
  let r = 0;
  // Eight rows by pairs: three roundings in float32.
  for (; r + 8 <= terms; r += 8) {
    const r1 = source + row, r2 = r1 + row, r3 = r2 + row;
    const r4 = r3 + row, r5 = r4 + row, r6 = r5 + row, r7 = r6 + row;
    let sums = scratch;
    const end = <usize>wide << 2;
    for (let at: usize = 0; at < end; at += 16) {
      const a = f32x4.add(v128.load(source + at), v128.load(r1 + at));
      const b = f32x4.add(v128.load(r2 + at), v128.load(r3 + at));
      const c = f32x4.add(v128.load(r4 + at), v128.load(r5 + at));
      const d = f32x4.add(v128.load(r6 + at), v128.load(r7 + at));
      addPairs(sums, f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
      sums += 32;
    }
    for (let i = wide; i < count; i++) {
      const at = <usize>i << 2;
      store<f64>(sums, load<f64>(sums) + sumWide(source + at, row, 8));
      sums += 8;
    }
    source = r7 + row;
  }
  for (; r < terms; r++) {
    let sums = scratch;
    const end = <usize>wide << 2;
    for (let at: usize = 0; at < end; at += 16) {
      addPairs(sums, v128.load(source + at));
      sums += 32;
    }
    for (let i = wide; i < count; i++) {
      store<f64>(sums, load<f64>(sums) + <f64>load<f32>(source + (<usize>i << 2)));
      sums += 8;
    }
    source += row;
  }
}

/** Rows of one segment that may be added in float32. */
const FEW: i32 = 16;

/**
 * slots [segments] = 0 for a segment of few rows, else 1, 2, …: where `segmentSum` adds its rows in float64. Returns how
 * many such there are.
 */
export function longSegments(ids: usize, rows: i32, segments: i32, slots: usize): i32 {
  memory.fill(slots, 0, <usize>segments << 2);
  for (let r = 0; r < rows; r++) {
    const id = load<i32>(ids + (<usize>r << 2));
    if (id >= 0 && id < segments) {
      const at = slots + (<usize>id << 2);
      store<i32>(at, load<i32>(at) + 1);
    }
  }
  let long = 0;
  for (let s = 0; s < segments; s++) {
    const at = slots + (<usize>s << 2);
    store<i32>(at, load<i32>(at) > FEW ? ++long : 0);
  }
  return long;
}

/**
 * to[s, :] = sum of the rows whose id is s; rows with ids outside [0, segments) are dropped. Segments with a slot (0: none
 * has) are summed in float64 in `sums` [long, inner].
 */
export function segmentSum(
  from: usize, ids: usize, to: usize, rows: i32, inner: i32, segments: i32, slots: usize, sums: usize, long: i32,
): void {
  clear(to, segments * inner);
  memory.fill(sums, 0, (<usize>long * <usize>inner) << 3);
  const row = <usize>inner << 2;
  for (let r = 0; r < rows; r++) {
    const id = load<i32>(ids);
    if (id >= 0 && id < segments) {
      const slot = long > 0 ? load<i32>(slots + (<usize>id << 2)) : 0;
      if (slot > 0) addWide(from, sums + <usize>(slot - 1) * (row << 1), row);
      else add(from, to + <usize>id * row, inner);
    }
    from += row;
    ids += 4;
  }
  if (long == 0) return;
  for (let s = 0; s < segments; s++) {
    const slot = load<i32>(slots + (<usize>s << 2));
    if (slot > 0) {
      const source = sums + <usize>(slot - 1) * (row << 1);
      const target = to + <usize>s * row;
      for (let at: usize = 0; at < row; at += 4) store<f32>(target + at, <f32>load<f64>(source + (at << 1)));
    }
  }
}
