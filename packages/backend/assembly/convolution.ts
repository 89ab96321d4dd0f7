// Letters as in im2col.ts; oc output channels. The windows of `chunk` rows at a time go through `columns`
// (chunk * ow * kh * kw * c values), small enough to stay in cache between being written and being multiplied.
import { gemm } from './gemm';
import { clear, col2imRows, im2colRows } from './im2col';

/** The gradient of a convolution's filter: the sum over rows of windows^T dy, as kh x kw x c x oc. */
export function filterGradient(
  image: usize, dy: usize, filter: usize, rows: i32, h: i32, w: i32, c: i32,
  kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, top: i32, left: i32, oc: i32,
  chunk: i32, columns: usize, scratch: usize,
): void {
  const window = kh * kw * c;
  for (let r = 0; r < rows; r += chunk) {
    const count = min(chunk, rows - r);
    im2colRows(image, columns, r, r + count, h, w, c, kh, kw, oh, ow, sh, sw, top, left);
    const from = dy + (<usize>(r * ow * oc) << 2);
    gemm(columns, from, filter, window, oc, count * ow, true, false, window, oc, oc, r > 0, scratch);
  }
}

/** The gradient of a convolution's input: dy filter^T, each window added back where it was read. */
export function inputGradient(
  dy: usize, filter: usize, image: usize, rows: i32, h: i32, w: i32, c: i32,
  kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, top: i32, left: i32, oc: i32,
  chunk: i32, columns: usize, scratch: usize,
): void {
  const window = kh * kw * c;
  clear(image, (rows / oh) * h * w * c);
  for (let r = 0; r < rows; r += chunk) {
    const count = min(chunk, rows - r);
    const from = dy + (<usize>(r * ow * oc) << 2);
    gemm(from, filter, columns, count * ow, window, oc, false, true, oc, oc, window, false, scratch);
    col2imRows(columns, image, r, r + count, h, w, c, kh, kw, oh, ow, sh, sw, top, left);
  }
}
