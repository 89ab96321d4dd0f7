// h w c image, oh ow positions of the window, kh kw its size, sh sw its strides, top left the padding before, oc output
// channels. A convolution is the product of all windows with the filter as a matrix of kh * kw * c rows; the windows
// are never written out, as the lines of each lie in the image as they are. Addresses are in bytes.
import { copyEdge } from './gemm';
import { clear } from './im2col';
import { convolveLong, convolveLongScratch } from './longConvolution';
import { LONG } from './matMul';
import { packB } from './pack';
import { padImage } from './padding';
import { rowTile } from './rowTile';
import { MR, NR, roundUp } from './tile';
import { isWinograd, winograd, winogradScratch } from './winograd';

/** Values of the filter that are used at a time: they stay in the second-level cache. */
const BLOCK: i32 = 1 << 16;

/** Bytes of scratch memory for `convolve`: an edge tile, the packed filter, and a padded image or what `winograd` takes. */
export function convolveScratch(
  c: i32, kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, oc: i32,
): i32 {
  if (kh * kw * c > LONG) return convolveLongScratch(c, kh, kw, ow, oc);
  if (isWinograd(c, kh, kw, oh, ow, sh, sw, oc)) return (packedOffset(c, kh, kw, oc) << 2) + winogradScratch(c, oc);
  return directScratch(c, kh, kw, oh, ow, sh, sw, oc);
}

/** The same for `convolvePacked`. */
export function directScratch(
  c: i32, kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, oc: i32,
): i32 {
  return (packedOffset(c, kh, kw, oc) + ((oh - 1) * sh + kh) * ((ow - 1) * sw + kw) * c) << 2;
}

/** Values of an edge tile and the packed filter. */
// @ts-ignore decorator
@inline
export function packedOffset(c: i32, kh: i32, kw: i32, oc: i32): i32 {
  return MR * NR + kh * kw * c * roundUp(oc, NR);
}

/** The convolution of `n` images with a filter stored kh x kw x c x oc. All sizes are at least 1. */
export function convolve(
  image: usize, filter: usize, out: usize, n: i32, h: i32, w: i32, c: i32,
  kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, top: i32, left: i32, oc: i32, scratch: usize,
): void {
  if (kh * kw * c > LONG) {
    convolveLong(image, filter, out, n, h, w, c, kh, kw, oh, ow, sh, sw, top, left, oc, scratch);
    return;
  }
  const packed = scratch + (<usize>(MR * NR) << 2);
  packB(filter, packed, oc, kh * kw * c, oc, false);
  if (isWinograd(c, kh, kw, oh, ow, sh, sw, oc)) {
    const rest = scratch + (<usize>packedOffset(c, kh, kw, oc) << 2);
    winograd(image, packed, out, n, h, w, c, kh, oh, ow, top, left, oc, rest);
  } else {
    convolvePacked(image, packed, out, n, h, w, c, kh, kw, oh, ow, sh, sw, top, left, oc, scratch);
  }
}

/** The same with the filter packed already, right behind the first MR * NR values of the scratch memory. */
export function convolvePacked(
  image: usize, filter: usize, out: usize, n: i32, h: i32, w: i32, c: i32,
  kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, top: i32, left: i32, oc: i32, scratch: usize,
): void {
  const terms = kh * kw * c;
  const ph = (oh - 1) * sh + kh;
  const pw = (ow - 1) * sw + kw;
  const inside = top == 0 && left == 0 && ph <= h && pw <= w;
  const fours = inside ? 0 : n - n % MR;
  const padded = filter + (<usize>(terms * roundUp(oc, NR)) << 2);
  const block = max(NR, (BLOCK / terms) & ~(NR - 1));
  for (let first = 0; first < oc; first += block) {
    const width = min(block, oc - first);
    const panels = filter + (<usize>(first * terms) << 2);
    let from = image;
    let to = out + (<usize>first << 2);
    if (inside) {
      windows(from, panels, to, n, h, w, c, kh, kw, oh, ow, sh, sw, width, oc, scratch);
      continue;
    }
    for (let item = 0; item < n; ) {
      const count = item < fours ? MR : 1;
      if (count == MR) {
        fourImages(from, panels, to, h, w, c, kh, kw, oh, ow, sh, sw, top, left, width, oc, scratch);
      } else {
        padImage(from, padded, h, w, c, ph, pw, top, left);
        windows(padded, panels, to, 1, ph, pw, c, kh, kw, oh, ow, sh, sw, width, oc, scratch);
      }
      from += <usize>(count * h * w * c) << 2;
      to += <usize>(count * oh * ow * oc) << 2;
      item += count;
    }
  }
}

/** Windows that do not leave their image: a tile has the next four, which may lie in several rows and images. */
function windows(
  image: usize, filter: usize, out: usize, n: i32, h: i32, w: i32, c: i32,
  kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, width: i32, oc: i32, edge: usize,
): void {
  const k = kw * c;
  const total = n * oh * ow;
  const pitch = <usize>(w * c) << 2;
  const step = <usize>(sw * c) << 2;
  const down = <usize>sh * pitch - <usize>ow * step;
  const next = <usize>(h - oh * sh) * pitch;
  let at = image;
  let ox = 0;
  let oy = 0;
  for (let i = 0; i < total; i += MR) {
    const height = min(MR, total - i);
    let a0 = at, a1 = at, a2 = at, a3 = at;
    for (let r = 0; r < height; r++) {
      if (r == 0) a0 = at;
      else if (r == 1) a1 = at;
      else if (r == 2) a2 = at;
      else a3 = at;
      at += step;
      if (++ox == ow) {
        ox = 0;
        at += down;
        if (++oy == oh) {
          oy = 0;
          at += next;
        }
      }
    }
    tiles(a0, a1, a2, a3, pitch, filter, k, k, kh, kh * k, out, <usize>oc << 2, height, width, edge);
    out += <usize>(MR * oc) << 2;
  }
}

/**
 * Four images: a tile has the same window of each, so that what lies outside is outside for all, and is left out of
 * the sums instead of being multiplied.
 */
function fourImages(
  image: usize, filter: usize, out: usize, h: i32, w: i32, c: i32,
  kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, top: i32, left: i32, width: i32, oc: i32, edge: usize,
): void {
  const size = <usize>(h * w * c) << 2;
  const rowStride = <usize>(oh * ow * oc) << 2;
  for (let oy = 0; oy < oh; oy++) {
    const y = oy * sh - top;
    const firstY = max(0, -y);
    const lines = min(kh, h - y) - firstY;
    for (let ox = 0; ox < ow; ox++) {
      const x = ox * sw - left;
      const firstX = max(0, -x);
      const taps = min(kw, w - x) - firstX;
      if (lines > 0 && taps > 0) {
        const a0 = image + (<usize>(((y + firstY) * w + x + firstX) * c) << 2);
        const a1 = a0 + size, a2 = a1 + size, a3 = a2 + size;
        const b = filter + (<usize>((firstY * kw + firstX) * c * NR) << 2);
        const pitch = <usize>(w * c) << 2;
        tiles(a0, a1, a2, a3, pitch, b, taps * c, kw * c, lines, kh * kw * c, out, rowStride, MR, width, edge);
      } else {
        for (let i = 0; i < MR; i++) clear(out + i * rowStride, width);
      }
      out += <usize>oc << 2;
    }
  }
}

/**
 * Four windows times `width` columns of the filter, of which `lines` lines are met, `taps` terms of each; a line has
 * `line` terms, a panel `terms`.
 */
// @ts-ignore decorator
@inline
function tiles(
  a0: usize, a1: usize, a2: usize, a3: usize, pitch: usize, b: usize, taps: i32, line: i32, lines: i32, terms: i32,
  c: usize, rowStride: usize, height: i32, width: i32, edge: usize,
): void {
  const bPitch = <usize>(line * NR) << 2;
  const panel = <usize>(terms * NR) << 2;
  for (let j = 0; j < width; j += NR) {
    const live = min(NR, width - j);
    if (live == NR) {
      rowTile(a0, a1, a2, a3, pitch, b, bPitch, taps, lines, c, rowStride, height, false);
    } else {
      rowTile(a0, a1, a2, a3, pitch, b, bPitch, taps, lines, edge, NR << 2, height, false);
      copyEdge(edge, c, height, live, rowStride, false);
    }
    b += panel;
    c += NR << 2;
  }
}
