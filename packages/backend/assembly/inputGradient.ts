// Letters as in convolution.ts. The gradient of a convolution's input is again a convolution, of dy with the filter
// turned around. With strides there is one for each remainder of a pixel's place: those pixels meet the same taps.
import { convolvePacked, directScratch, packedOffset } from './convolution';
import { gemm, gemmScratch } from './gemm';
import { clear, col2imRows, copy } from './im2col';
import { packB } from './pack';
import { MR, NR } from './tile';
import { isWinograd, winogradScratch } from './winograd';
import { winogradImage } from './winogradImage';

/** Fewer channels than this take another way. */
const NARROW: i32 = 4;

/** Values of the pixels of one remainder that are computed at a time. */
const PHASE: i32 = 1 << 14;

/** Bytes of windows that are multiplied at a time where channels are few. */
const COLUMNS: i32 = 1 << 19;

/** Bytes of scratch memory for `inputGradient`. */
export function inputGradientScratch(
  n: i32, h: i32, w: i32, c: i32, kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, oc: i32,
): i32 {
  if (c < NARROW) {
    const pixels = chunkRows(n * oh, ow * kh * kw * c) * ow;
    return ((pixels * kh * kw * c) << 2) + gemmScratch(pixels, kh * kw * c, oc);
  }
  if (isWinograd(c, kh, kw, oh, ow, sh, sw, oc)) return (packedOffset(oc, kh, kw, c) << 2) + winogradScratch(c, oc);
  const phase = sh * sw == 1 ? 0 : max(PHASE, ceiling(h, sh) * ceiling(w, sw) * c);
  return (phaseOffset(h, w, c, kh, kw, sh, sw, oc) + phase) << 2;
}

/** Where in the scratch memory the pixels of one remainder are put, in values: behind what the convolution takes. */
function phaseOffset(h: i32, w: i32, c: i32, kh: i32, kw: i32, sh: i32, sw: i32, oc: i32): i32 {
  return directScratch(oc, ceiling(kh, sh), ceiling(kw, sw), ceiling(h, sh), ceiling(w, sw), 1, 1, c) >> 2;
}

/** dy [n,oh,ow,oc], filter [kh,kw,c,oc] -> image [n,h,w,c]. All sizes are at least 1. */
export function inputGradient(
  dy: usize, filter: usize, image: usize, n: i32, h: i32, w: i32, c: i32,
  kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, top: i32, left: i32, oc: i32, scratch: usize,
): void {
  if (c < NARROW) {
    narrow(dy, filter, image, n, h, w, c, kh, kw, oh, ow, sh, sw, top, left, oc, scratch);
    return;
  }
  // Some pixels lie between all windows.
  if (kh < sh || kw < sw) clear(image, n * h * w * c);
  const packed = scratch + (<usize>(MR * NR) << 2);
  const phase = scratch + (<usize>phaseOffset(h, w, c, kh, kw, sh, sw, oc) << 2);
  for (let ry = 0; ry < min(sh, kh); ry++) {
    // Pixels y0, y0 + sh, ... read the taps ry, ry + sh, ..., the first of them for the window at u0.
    const y0 = (ry + sh - (top % sh)) % sh;
    const rows = y0 < h ? ceiling(h - y0, sh) : 0;
    const tapsY = ceiling(kh - ry, sh);
    const before = tapsY - 1 - (y0 + top - ry) / sh;
    for (let rx = 0; rx < min(sw, kw); rx++) {
      const x0 = (rx + sw - (left % sw)) % sw;
      const columns = x0 < w ? ceiling(w - x0, sw) : 0;
      if (rows * columns == 0) continue;
      const tapsX = ceiling(kw - rx, sw);
      const beside = tapsX - 1 - (x0 + left - rx) / sw;
      packTurned(filter, packed, c, kw, sh, sw, oc, ry, rx, tapsY, tapsX);
      if (isWinograd(c, kh, kw, oh, ow, sh, sw, oc)) {
        const rest = scratch + (<usize>packedOffset(oc, kh, kw, c) << 2);
        winogradImage(dy, packed, image, n, h, w, c, kh, oh, ow, top, left, oc, rest);
        return;
      }
      if (sh == 1 && sw == 1) {
        convolvePacked(dy, packed, image, n, oh, ow, oc, kh, kw, h, w, 1, 1, before, beside, c, scratch);
        return;
      }
      const size = rows * columns * c;
      const chunk = max(1, PHASE / size);
      for (let item = 0; item < n; item += chunk) {
        const count = min(chunk, n - item);
        const from = dy + (<usize>(item * oh * ow * oc) << 2);
        convolvePacked(
          from, packed, phase, count, oh, ow, oc, tapsY, tapsX, rows, columns, 1, 1, before, beside, c, scratch,
        );
        const to = image + (<usize>(((item * h + y0) * w + x0) * c) << 2);
        spread(phase, to, count, rows, columns, c, h * w * c, sh * w * c, sw * c);
      }
    }
  }
}

/** The same by adding each window's share back where it was read: few channels would leave most of a tile empty. */
function narrow(
  dy: usize, filter: usize, image: usize, n: i32, h: i32, w: i32, c: i32,
  kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, top: i32, left: i32, oc: i32, columns: usize,
): void {
  const size = kh * kw * c;
  const chunk = chunkRows(n * oh, ow * size);
  const scratch = columns + (<usize>(chunk * ow * size) << 2);
  clear(image, n * h * w * c);
  for (let r = 0; r < n * oh; r += chunk) {
    const count = min(chunk, n * oh - r);
    const from = dy + (<usize>(r * ow * oc) << 2);
    gemm(from, filter, columns, count * ow, size, oc, false, true, oc, oc, size, false, scratch);
    col2imRows(columns, image, r, r + count, h, w, c, kh, kw, oh, ow, sh, sw, top, left);
  }
}

/** Rows of windows, `size` values each, that are unrolled at a time. */
// @ts-ignore decorator
@inline
function chunkRows(rows: i32, size: i32): i32 {
  return min(rows, max(1, COLUMNS / (size << 2)));
}

/** The taps ry + sh i, rx + sw j in reverse order, channels exchanged, packed: a matrix of taps * oc rows, c columns. */
function packTurned(
  filter: usize, to: usize, c: i32, kw: i32, sh: i32, sw: i32, oc: i32, ry: i32, rx: i32, tapsY: i32, tapsX: i32,
): void {
  for (let j = 0; j < c; j += NR) {
    const live = min(NR, c - j);
    for (let i = tapsY - 1; i >= 0; i--) {
      for (let q = tapsX - 1; q >= 0; q--) {
        const tap = (ry + sh * i) * kw + rx + sw * q;
        packB(filter + (<usize>((tap * c + j) * oc) << 2), to, live, oc, oc, true);
        to += <usize>(oc * NR) << 2;
      }
    }
  }
}

/** Puts packed pixels of `count` images of rows x columns into images, `size`, `line` and `step` values apart. */
function spread(
  from: usize, to: usize, count: i32, rows: i32, columns: i32, c: i32, size: i32, line: i32, step: i32,
): void {
  for (let item = 0; item < count; item++) {
    for (let y = 0; y < rows; y++) {
      let at = to + (<usize>(item * size + y * line) << 2);
      for (let x = 0; x < columns; x++) {
        copy(from, at, c);
        from += <usize>c << 2;
        at += <usize>step << 2;
      }
    }
  }
}

// @ts-ignore decorator
@inline
function ceiling(value: i32, step: i32): i32 {
  return (value + step - 1) / step;
}
