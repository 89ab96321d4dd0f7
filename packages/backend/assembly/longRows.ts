// Operations along rows of very many values, whose sums are kept in float64. Addresses are in bytes.
import { exp } from './elementary';
import { sumRow } from './sums';
import { addWide, rounded } from './wide';

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
    let largest = load<f32>(from);
    for (let at: usize = 4; at < row; at += 4) largest = max(largest, load<f32>(from + at));
    for (let at: usize = 0; at < row; at += 4) store<f32>(to + at, load<f32>(from + at) - largest);
    exp(to, to, count);
    const share = 1 / sumRow(to, count);
    for (let at: usize = 0; at < row; at += 4) store<f32>(to + at, <f32>(<f64>load<f32>(to + at) * share));
    from += row;
    to += row;
  }
}

/**
 * Means over windows of an image [h, w, c], of which only what lies inside counts. `scratch` is 8 bytes for each channel.
 */
export function averageWindows(
  from: usize, to: usize, h: i32, w: i32, c: i32, outH: i32, outW: i32,
  windowH: i32, windowW: i32, strideH: i32, strideW: i32, top: i32, left: i32, scratch: usize,
): void {
  const pixel = <usize>c << 2;
  for (let y = 0; y < outH; y++) {
    const y0 = max(0, y * strideH - top), y1 = min(h, y * strideH - top + windowH);
    for (let x = 0; x < outW; x++) {
      const x0 = max(0, x * strideW - left), x1 = min(w, x * strideW - left + windowW);
      memory.fill(scratch, 0, pixel << 1);
      for (let i = y0; i < y1; i++) {
        const line = from + <usize>(i * w + x0) * pixel;
        if (c == 1) store<f64>(scratch, load<f64>(scratch) + sumRow(line, x1 - x0));
        else for (let j = 0; j < x1 - x0; j++) addWide(line + <usize>j * pixel, scratch, pixel);
      }
      rounded(scratch, to, c, 1 / <f64>((y1 - y0) * (x1 - x0)));
      to += pixel;
    }
  }
}
