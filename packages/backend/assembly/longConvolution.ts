// Convolutions whose windows have very many values: neighbours of a row at a time, written out, as a product of matrices, whose sums are
// kept in float64. Letters as in convolution.ts.
import { im2colRows } from './im2col';
import { matMul, matMulScratch } from './matMul';
import { roundUp } from './tile';

/** Values that are written out at a time, unless a single window has more. */
const WRITTEN: i32 = 1 << 22;

/** Windows that are written out at a time. */
// @ts-ignore decorator
@inline
function windowsAtOnce(ow: i32, terms: i32): i32 {
  return max(1, min(ow, WRITTEN / terms));
}

/** Bytes of scratch memory for `convolveLong`. */
export function convolveLongScratch(c: i32, kh: i32, kw: i32, ow: i32, oc: i32): i32 {
  const terms = kh * kw * c;
  const width = windowsAtOnce(ow, terms);
  return (roundUp(width * terms, 4) << 2) + matMulScratch(width, oc, terms, false, false);
}

/** The convolution of `n` images with a filter stored kh x kw x c x oc. */
export function convolveLong(
  image: usize, filter: usize, out: usize, n: i32, h: i32, w: i32, c: i32,
  kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, top: i32, left: i32, oc: i32, scratch: usize,
): void {
  const terms = kh * kw * c;
  const width = windowsAtOnce(ow, terms);
  const rest = scratch + (<usize>roundUp(width * terms, 4) << 2);
  for (let r = 0; r < n * oh; r++) {
    for (let x = 0; x < ow; x += width) {
      const count = min(width, ow - x);
      im2colRows(image, scratch, r, r + 1, h, w, c, kh, kw, oh, count, sh, sw, top, left - x * sw);
      matMul(scratch, filter, out, 1, 0, 0, count, oc, terms, false, false, rest);
      out += <usize>(count * oc) << 2;
    }
  }
}
