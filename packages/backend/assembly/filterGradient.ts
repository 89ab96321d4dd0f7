// Letters as in convolution.ts. The gradient of a convolution's filter is the product of all windows, transposed, with
// dy: a tile of it is four neighbours of a window times eight output channels, summed over pixels. Both are read where
// they lie. Sums run over a band of rows at a time, whose values stay in cache for all tiles.
import { columnTile } from './columnTile';
import { copyEdge } from './gemm';
import { clear, copy } from './im2col';
import { padImage } from './padding';
import { MR, NR, roundUp } from './tile';
import { isWinograd } from './winograd';
import { winogradFilter, winogradFilterScratch } from './winogradFilter';
import { addWide, rounded } from '@rnp-tools/side-module/assembly/wide';

/** Values of image and dy in a band. */
const BAND: i32 = 14000;

/** Up to so many pixels sums stay in float32; beyond, what so many give is added up in float64. */
const PIXELS: i32 = 4096;

/** Values of an edge tile, a padded image, and a dy with whole panels of channels. */
// @ts-ignore decorator
@inline
function scratchValues(c: i32, kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, oc: i32): i32 {
  const padded = ((oh - 1) * sh + kh) * ((ow - 1) * sw + kw) * c + MR;
  return roundUp(MR * NR + roundUp(padded, 4) + oh * ow * roundUp(oc, NR), 4);
}

/** Bytes of scratch memory for `filterGradient`: those, and sums in float64 where there are many pixels. */
export function filterGradientScratch(
  n: i32, c: i32, kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, oc: i32,
): i32 {
  const long = n * oh * ow > PIXELS;
  if (isWinograd(c, kh, kw, oh, ow, sh, sw, oc)) return winogradFilterScratch(c, oc, long);
  const sums = long ? kh * kw * c * oc : 0;
  return (scratchValues(c, kh, kw, oh, ow, sh, sw, oc) + 2 * sums) << 2;
}

/** image [n,h,w,c], dy [n,oh,ow,oc] -> filter [kh,kw,c,oc]. All sizes are at least 1. */
export function filterGradient(
  image: usize, dy: usize, filter: usize, n: i32, h: i32, w: i32, c: i32,
  kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, top: i32, left: i32, oc: i32, scratch: usize,
): void {
  const long = n * oh * ow > PIXELS;
  if (isWinograd(c, kh, kw, oh, ow, sh, sw, oc)) {
    winogradFilter(image, dy, filter, n, h, w, c, kh, oh, ow, top, left, oc, long, PIXELS, scratch);
    return;
  }
  const ph = (oh - 1) * sh + kh;
  const pw = (ow - 1) * sw + kw;
  const padded = scratch + (<usize>(MR * NR) << 2);
  const widened = padded + (<usize>roundUp(ph * pw * c + MR, 4) << 2);
  // Four neighbours then belong to one pixel, and what lies outside can be left out.
  const inPlace = c % MR == 0;
  const channels = roundUp(oc, NR);
  const band = max(1, (BAND - (kh - sh) * w * c) / (ow * channels + sh * w * c));
  const size = kh * kw * c * oc;
  const sums = scratch + (<usize>scratchValues(c, kh, kw, oh, ow, sh, sw, oc) << 2);
  let pixels = 0;
  clear(filter, size);
  if (long) memory.fill(sums, 0, <usize>size << 3);
  for (let item = 0; item < n; item++) {
    let gradients = dy;
    if (channels != oc) {
      widen(dy, widened, oh * ow, oc, channels);
      gradients = widened;
    }
    if (!inPlace) padImage(image, padded, h, w, c, ph, pw, top, left);
    for (let y = 0; y < oh; y += band) {
      const rows = min(band, oh - y);
      if (long && pixels >= PIXELS) {
        addWide(filter, sums, <usize>size << 2);
        clear(filter, size);
        pixels = 0;
      }
      pixels += rows * ow;
      if (inPlace) {
        for (let tap = 0; tap < kh * kw; tap++) {
          const ky = tap / kw;
          const to = filter + (<usize>(tap * c * oc) << 2);
          addTap(image, gradients, to, h, w, c, y, rows, ow, sh, sw, ky - top, tap - ky * kw - left, oc, channels, scratch);
        }
      } else {
        for (let ky = 0; ky < kh; ky++) {
          const from = padded + (<usize>((y * sh + ky) * pw * c) << 2);
          const b = gradients + (<usize>(y * ow * channels) << 2);
          const to = filter + (<usize>(ky * kw * c * oc) << 2);
          addTiles(from, b, to, kw * c, c, rows, ow, pw, ow, sh, sw, oc, channels, scratch);
        }
      }
    }
    image += <usize>(h * w * c) << 2;
    dy += <usize>(oh * ow * oc) << 2;
  }
  if (!long) return;
  addWide(filter, sums, <usize>size << 2);
  rounded(sums, filter, size, 1);
}

/** Adds the share of the rows y, y + 1, ... of dy for one tap, which reads `down` and `right` of a window's place. */
function addTap(
  image: usize, dy: usize, filter: usize, h: i32, w: i32, c: i32, y: i32, rows: i32,
  ow: i32, sh: i32, sw: i32, down: i32, right: i32, oc: i32, channels: i32, edge: usize,
): void {
  // The places from which the tap meets the image.
  const y0 = max(y, down < 0 ? (-down + sh - 1) / sh : 0);
  const x0 = right < 0 ? (-right + sw - 1) / sw : 0;
  const lines = down < h ? min(y + rows, (h - 1 - down) / sh + 1) - y0 : 0;
  const columns = right < w ? min(ow, (w - 1 - right) / sw + 1) - x0 : 0;
  if (lines <= 0 || columns <= 0) return;
  const from = image + (<usize>(((y0 * sh + down) * w + x0 * sw + right) * c) << 2);
  const b = dy + (<usize>((y0 * ow + x0) * channels) << 2);
  addTiles(from, b, filter, c, c, lines, columns, w, ow, sh, sw, oc, channels, edge);
}

/** Adds to `entries` rows of the filter the sums over lines x columns pixels of images w and ow pixels wide. */
function addTiles(
  image: usize, dy: usize, filter: usize, entries: i32, c: i32, lines: i32, columns: i32,
  w: i32, ow: i32, sh: i32, sw: i32, oc: i32, channels: i32, edge: usize,
): void {
  const step = <usize>(sw * c) << 2;
  const skip = (<usize>(sh * w * c) << 2) - <usize>columns * step;
  const stride = <usize>channels << 2;
  const bSkip = <usize>(ow - columns) * stride;
  const rowStride = <usize>oc << 2;
  for (let e = 0; e < entries; e += MR) {
    const height = min(MR, entries - e);
    let b = dy;
    let to = filter;
    for (let j = 0; j < oc; j += NR) {
      const width = min(NR, oc - j);
      if (width == NR) {
        columnTile(image, step, skip, b, stride, bSkip, columns, lines, to, rowStride, height, true);
      } else {
        columnTile(image, step, skip, b, stride, bSkip, columns, lines, edge, NR << 2, height, false);
        copyEdge(edge, to, height, width, rowStride, true);
      }
      b += NR << 2;
      to += NR << 2;
    }
    image += MR << 2;
    filter += MR * rowStride;
  }
}

/** `rows` rows of `live` values to as many of `width`, zeros behind. */
function widen(from: usize, to: usize, rows: i32, live: i32, width: i32): void {
  for (let i = 0; i < rows; i++) {
    copy(from, to, live);
    clear(to + (<usize>live << 2), width - live);
    from += <usize>live << 2;
    to += <usize>width << 2;
  }
}
