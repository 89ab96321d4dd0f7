// Sums over one of the middle axes, and over rows that share a segment. Addresses are in bytes.
import { add, clear } from './im2col';

/** Values of a row that are summed at a time: they stay in the first-level cache. */
const STRIP: i32 = 2048;

/** to[o, i] = scale * sum over r of from[o, r, i]. */
export function sumAxis(from: usize, to: usize, outer: i32, terms: i32, inner: i32, scale: f32): void {
  const row = <usize>inner << 2;
  for (let o = 0; o < outer; o++) {
    if (inner == 1) {
      store<f32>(to, sumRow(from, terms) * scale);
    } else {
      for (let i = 0; i < inner; i += STRIP) {
        const count = min(STRIP, inner - i);
        const at = to + (<usize>i << 2);
        let source = from + (<usize>i << 2);
        clear(at, count);
        for (let r = 0; r < terms; r++) {
          add(source, at, count);
          source += row;
        }
        if (scale != 1) scaleRow(at, count, scale);
      }
    }
    from += row * <usize>terms;
    to += row;
  }
}

function sumRow(from: usize, count: i32): f32 {
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (; count >= 16; count -= 16) {
    s0 = f32x4.add(s0, v128.load(from));
    s1 = f32x4.add(s1, v128.load(from, 16));
    s2 = f32x4.add(s2, v128.load(from, 32));
    s3 = f32x4.add(s3, v128.load(from, 48));
    from += 64;
  }
  s0 = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
  let sum = f32x4.extract_lane(s0, 0) + f32x4.extract_lane(s0, 1);
  sum += f32x4.extract_lane(s0, 2) + f32x4.extract_lane(s0, 3);
  for (; count > 0; count--) {
    sum += load<f32>(from);
    from += 4;
  }
  return sum;
}

function scaleRow(at: usize, count: i32, scale: f32): void {
  for (; count > 0; count--) {
    store<f32>(at, load<f32>(at) * scale);
    at += 4;
  }
}

/** to[s, :] = sum of the rows whose id is s; rows with ids outside [0, segments) are dropped. */
export function segmentSum(from: usize, ids: usize, to: usize, rows: i32, inner: i32, segments: i32): void {
  clear(to, segments * inner);
  const row = <usize>inner << 2;
  for (let r = 0; r < rows; r++) {
    const id = load<i32>(ids);
    if (id >= 0 && id < segments) add(from, to + <usize>id * row, inner);
    from += row;
    ids += 4;
  }
}
