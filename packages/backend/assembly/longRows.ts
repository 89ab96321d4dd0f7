// Operations along rows of very many values, whose sums are kept in float64. Addresses are in bytes.
import { expNegative4 } from './elementary';
import { STRIP, sumColumns, sumRow } from './sums';
import { pairs } from '@rnp-tools/side-module/assembly/wide';

/**
 * to[o, r, i] = sum of from[o, 0..r, i], without r itself if `exclusive`, from the other end if `reverse`. `scratch` is 8 bytes for each of
 * `inner`.
 */
export function cumulate(
  from: usize, to: usize, outer: i32, terms: i32, inner: i32, exclusive: bool, reverse: bool, scratch: usize,
): void {
  const row = <usize>inner << 2;
  const last = row * <usize>(terms - 1);
  for (let o = 0; o < outer; o++) {
    memory.fill(scratch, 0, row << 1);
    for (let r = 0; r < terms; r++) {
      const at = reverse ? last - row * <usize>r : row * <usize>r;
      for (let i: usize = 0; i < row; i += 4) {
        const before = load<f64>(scratch + (i << 1));
        const sum = before + <f64>load<f32>(from + at + i);
        store<f64>(scratch + (i << 1), sum);
        store<f32>(to + at + i, <f32>(exclusive ? before : sum));
      }
    }
    from += row * <usize>terms;
    to += row * <usize>terms;
  }
}

/** to[r, :] = exp(from[r, :]) over its sum; rows of `count` values. */
export function softmaxRows(from: usize, to: usize, rows: i32, count: i32): void {
  const row = <usize>count << 2;
  for (let r = 0; r < rows; r++) {
    const largest = largestOf(from, count);
    const share = <f32>(1 / expRow(from, to, count, largest));
    const shares = f32x4.splat(share);
    const even = row & ~15;
    let at: usize = 0;
    for (; at < even; at += 16) v128.store(to + at, f32x4.mul(v128.load(to + at), shares));
    for (; at < row; at += 4) store<f32>(to + at, load<f32>(to + at) * share);
    from += row;
    to += row;
  }
}

/** The largest of `count` values; one that is not a number may go unseen: exp finds it again. */
function largestOf(from: usize, count: i32): f32 {
  const first = v128.load32_splat(from);
  let m0 = first, m1 = first, m2 = first, m3 = first;
  for (; count >= 16; count -= 16) {
    m0 = f32x4.pmax(m0, v128.load(from));
    m1 = f32x4.pmax(m1, v128.load(from, 16));
    m2 = f32x4.pmax(m2, v128.load(from, 32));
    m3 = f32x4.pmax(m3, v128.load(from, 48));
    from += 64;
  }
  for (; count > 0; count--) {
    m0 = f32x4.pmax(m0, v128.load32_splat(from));
    from += 4;
  }
  const m = f32x4.pmax(f32x4.pmax(m0, m1), f32x4.pmax(m2, m3));
  return max(
    max(f32x4.extract_lane(m, 0), f32x4.extract_lane(m, 1)),
    max(f32x4.extract_lane(m, 2), f32x4.extract_lane(m, 3)),
  );
}

/** to[i] = exp(from[i] - shift); their sum. Blocks of 128 as in `sumRow`. */
function expRow(from: usize, to: usize, count: i32, shift: f32): f64 {
  const shifts = f32x4.splat(shift);
  let wide = f64x2.splat(0);
  for (; count >= 128; count -= 128) {
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    const end = from + 512;
    for (; from < end; from += 64) {
      s0 = f32x4.add(s0, expTo(from, to, shifts));
      s1 = f32x4.add(s1, expTo(from + 16, to + 16, shifts));
      s2 = f32x4.add(s2, expTo(from + 32, to + 32, shifts));
      s3 = f32x4.add(s3, expTo(from + 48, to + 48, shifts));
      to += 64;
    }
    wide = f64x2.add(wide, pairs(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3))));
  }
  let sum = f64x2.extract_lane(wide, 0) + f64x2.extract_lane(wide, 1);
  for (; count > 0; count--) {
    const value = f32x4.extract_lane(expNegative4(f32x4.sub(v128.load32_splat(from), shifts)), 0);
    store<f32>(to, value);
    sum += <f64>value;
    from += 4;
    to += 4;
  }
  return sum;
}

/** Four of them, stored and returned. */
// @ts-ignore decorator
@inline
function expTo(from: usize, to: usize, shifts: v128): v128 {
  const values = expNegative4(f32x4.sub(v128.load(from), shifts));
  v128.store(to, values);
  return values;
}

/** Bytes of scratch memory that `averageWindows` wants: a sum for each channel, and one for each value of a strip. */
export function averageScratch(c: i32): i32 {
  return (c + max(STRIP, c)) << 3;
}

/**
 * Means over windows of `n` images [h, w, c], of which only what lies inside counts. The lines of a window lie alike in memory: they are
 * added up first, then the pixels of the line that this makes.
 */
export function averageWindows(
  from: usize, to: usize, n: i32, h: i32, w: i32, c: i32, outH: i32, outW: i32,
  windowH: i32, windowW: i32, strideH: i32, strideW: i32, top: i32, left: i32, scratch: usize,
): void {
  const pixel = <usize>c << 2;
  const line = <usize>w * pixel;
  for (let item = 0; item < n; item++) {
    for (let y = 0; y < outH; y++) {
      const y0 = max(0, y * strideH - top), y1 = min(h, y * strideH - top + windowH);
      for (let x = 0; x < outW; x++) {
        const x0 = max(0, x * strideW - left), x1 = min(w, x * strideW - left + windowW);
        const window = from + <usize>y0 * line + <usize>x0 * pixel;
        sumWindow(window, line, y1 - y0, x1 - x0, c, scratch);
        const share = 1 / <f64>((y1 - y0) * (x1 - x0));
        for (let i = 0; i < c; i++) {
          let sum = load<f64>(scratch + (<usize>i << 3));
          // What passed the range of float32 on the way is added up again.
          if (!isFinite(sum)) sum = sumPixels(window + (<usize>i << 2), line, y1 - y0, x1 - x0, pixel);
          store<f32>(to, <f32>(sum * share));
          to += 4;
        }
      }
    }
    from += <usize>h * line;
  }
}

/** sums [c], float64, of `lines` x `columns` pixels; behind them a strip of sums over the lines. */
function sumWindow(from: usize, line: usize, lines: i32, columns: i32, c: i32, sums: usize): void {
  const strip = sums + (<usize>c << 3);
  const width = max(1, STRIP / c);
  memory.fill(sums, 0, <usize>c << 3);
  for (let x = 0; x < columns; x += width) {
    const count = min(width, columns - x) * c;
    const at = from + (<usize>(x * c) << 2);
    if (c == 1 && lines < 4) {
      for (let i = 0; i < lines; i++) store<f64>(sums, load<f64>(sums) + sumRow(at + <usize>i * line, count));
      continue;
    }
    sumColumns(at, line, lines, count, strip);
    for (let first = 0; first < count; first += c) {
      for (let i = 0; i < c; i++) {
        const to = sums + (<usize>i << 3);
        store<f64>(to, load<f64>(to) + load<f64>(strip + (<usize>(first + i) << 3)));
      }
    }
  }
}

/** The same of one channel, in float64 from the first to the last. */
function sumPixels(from: usize, line: usize, lines: i32, columns: i32, pixel: usize): f64 {
  let sum: f64 = 0;
  for (let y = 0; y < lines; y++) {
    for (let x = 0; x < columns; x++) sum += <f64>load<f32>(from + <usize>y * line + <usize>x * pixel);
  }
  return sum;
}
