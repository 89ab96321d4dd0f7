// Letters as in convolution.ts. Convolutions of stride 1 with square windows of 3 or 5 pixels by Winograd's minimal filtering: for the
// m x m outputs of a tile, 4 x 4 or 2 x 2, 36 products instead of 144 or 100. A product is one value of a transformed
// tile, all channels, times the filter's 36th: matrices of tiles x c and c x oc.
import { block } from './gemm';
import { copy } from './im2col';
import { padImage } from './padding';
import { NR } from './tile';
import { collect, evaluate, TILE, transformImage } from './winogradTransforms';

/** Values of a transformed tile. */
export const PLACES: i32 = TILE * TILE;

/** Channels for which the products outweigh the transforms, and for which a filter's transform stays in cache. */
const FEWEST: i32 = 16;
const MOST: i32 = 128;

/** Channels of image and output, times tiles, that are transformed at a time: 36 times as many values stay in the second-level cache. */
const CHUNK: i32 = 1 << 11;

/**
 * Values between one of the 36 matrices and the next, beyond its own: else their powers of two bytes would want the
 * same few lines of the first-level cache.
 */
const GAP: i32 = 16;

/** Outputs of a tile along an axis. */
// @ts-ignore decorator
@inline
export function tileOutputs(k: i32): i32 {
  return TILE + 1 - k;
}

/** Tiles along an axis of `size` outputs. */
// @ts-ignore decorator
@inline
export function tilesAlong(size: i32, m: i32): i32 {
  return (size + m - 1) / m;
}

/** How many tiles are transformed at a time. */
// @ts-ignore decorator
@inline
export function tilesAtOnce(c: i32, oc: i32): i32 {
  return CHUNK / (c + oc);
}

/** Bytes from one of 36 matrices of `size` values to the next. */
// @ts-ignore decorator
@inline
export function placesApart(size: i32): usize {
  return <usize>(size + GAP) << 2;
}

/**
 * Whether a convolution is computed this way: by its shape alone, not by how many images there are, so that an image
 * gives the same numbers in whatever batch. Tiles that reach over the edge count whole.
 */
export function isWinograd(c: i32, kh: i32, kw: i32, oh: i32, ow: i32, sh: i32, sw: i32, oc: i32): bool {
  if (kh != kw || (kh != 3 && kh != 5) || sh != 1 || sw != 1) return false;
  if (c % NR != 0 || oc % NR != 0 || min(c, oc) < FEWEST || max(c, oc) > MOST) return false;
  const m = tileOutputs(kh);
  return 2 * PLACES * tilesAlong(oh, m) * tilesAlong(ow, m) <= oh * ow * kh * kw;
}

/** Values for one pass between the axes, and one tile of an image or of outputs. */
// @ts-ignore decorator
@inline
export function tileScratch(c: i32, oc: i32): i32 {
  return PLACES * (4 + max(c, oc));
}

/** Bytes of scratch memory for `winograd`. */
export function winogradScratch(c: i32, oc: i32): i32 {
  const count = tilesAtOnce(c, oc);
  const apart = placesApart(c * oc) + placesApart(count * c) + placesApart(count * oc);
  return (tileScratch(c, oc) << 2) + PLACES * <i32>apart;
}

/**
 * The convolution of `n` images with a k x k filter that is packed as packB does it: panels of NR output channels, k * k
 * * c rows.
 */
export function winograd(
  image: usize, packed: usize, out: usize, n: i32, h: i32, w: i32, c: i32,
  k: i32, oh: i32, ow: i32, top: i32, left: i32, oc: i32, scratch: usize,
): void {
  const m = tileOutputs(k);
  const down = tilesAlong(oh, m);
  const across = tilesAlong(ow, m);
  const total = n * down * across;
  const most = tilesAtOnce(c, oc);
  const filterApart = placesApart(c * oc);
  const imageApart = placesApart(most * c);
  const outApart = placesApart(most * oc);
  const patch = scratch + (PLACES << 4);
  const filter = scratch + (<usize>tileScratch(c, oc) << 2);
  const images = filter + PLACES * filterApart;
  const outs = images + PLACES * imageApart;
  transformFilter(packed, filter, filterApart, c, k, oc, false, scratch);
  for (let first = 0; first < total; first += most) {
    const count = min(most, total - first);
    transformTiles(image, images, imageApart, first, count, h, w, c, m, down, across, top, left, patch, scratch);
    for (let place = 0; place < PLACES; place++) {
      const a = images + place * imageApart;
      block(a, filter + place * filterApart, outs + place * outApart, count, oc, c, false, c, oc, false, 0, 0);
    }
    for (let i = 0; i < count; i++) {
      const tile = first + i;
      const line = tile / across;
      const item = line / down;
      const y = (line - item * down) * m;
      const x = (tile - line * across) * m;
      const to = out + (<usize>(((item * oh + y) * ow + x) * oc) << 2);
      const rows = min(m, oh - y);
      const columns = min(m, ow - x);
      const whole = rows == m && columns == m;
      const from = outs + (<usize>(i * oc) << 2);
      const step = <usize>oc << 2;
      const pitch = whole ? <usize>ow * step : <usize>m * step;
      const target = whole ? to : patch;
      for (let at: usize = 0; at < step; at += 16) {
        collect(from + at, outApart, target + at, pitch, step, m, false, scratch);
      }
      if (whole) continue;
      for (let row = 0; row < rows; row++) copy(patch + row * pitch, to + row * ow * step, columns * oc);
    }
  }
}

/** 36 matrices of c x oc, in panels of NR columns as the filter is, whose taps may be in reverse order. */
export function transformFilter(
  packed: usize, to: usize, apart: usize, c: i32, k: i32, oc: i32, reversed: bool, between: usize,
): void {
  const step = <usize>(c * NR) << 2;
  for (let panel = 0; panel < oc; panel += NR) {
    for (let at: usize = 0; at < step; at += 16) {
      // Steps may wrap around.
      if (reversed) evaluate(packed + (k * k - 1) * step + at, -k * step, 0 - step, to + at, apart, k, true, between);
      else evaluate(packed + at, k * step, step, to + at, apart, k, true, between);
    }
    packed += k * k * step;
    to += step;
  }
}

/** Tiles first, first + 1, ... of all images' tiles, to 36 matrices of count x c. */
export function transformTiles(
  image: usize, to: usize, apart: usize, first: i32, count: i32, h: i32, w: i32, c: i32,
  m: i32, down: i32, across: i32, top: i32, left: i32, patch: usize, between: usize,
): void {
  const step = <usize>c << 2;
  for (let tile = first; tile < first + count; tile++) {
    const line = tile / across;
    const item = line / down;
    const y = (line - item * down) * m - top;
    const x = (tile - line * across) * m - left;
    const from = image + <usize>(item * h * w) * step;
    if (y >= 0 && x >= 0 && y + TILE <= h && x + TILE <= w) {
      transformImage(from + <usize>(y * w + x) * step, <usize>w * step, step, to, apart, c, between);
    } else {
      padImage(from, patch, h, w, c, TILE, TILE, -y, -x);
      transformImage(patch, TILE * step, step, to, apart, c, between);
    }
    to += step;
  }
}

/**
 * The m x m outputs of tiles first, first + 1, ... of all images' tiles, to 36 matrices of count x oc: groups of NR
 * channels are `group` bytes apart, tiles `next`.
 */
export function evaluateTiles(
  dy: usize, to: usize, apart: usize, group: usize, next: usize, first: i32, count: i32, oh: i32, ow: i32, oc: i32,
  m: i32, down: i32, across: i32, patch: usize, between: usize,
): void {
  const step = <usize>oc << 2;
  for (let tile = first; tile < first + count; tile++) {
    const line = tile / across;
    const item = line / down;
    const y = (line - item * down) * m;
    const x = (tile - line * across) * m;
    let from = dy + <usize>(item * oh * ow) * step;
    let pitch = <usize>ow * step;
    if (y + m <= oh && x + m <= ow) {
      from += <usize>(y * ow + x) * step;
    } else {
      padImage(from, patch, oh, ow, oc, m, m, -y, -x);
      from = patch;
      pitch = <usize>m * step;
    }
    let target = to;
    for (let j = 0; j < oc; j += NR) {
      evaluate(from, pitch, step, target, apart, m, false, between);
      evaluate(from + 16, pitch, step, target + 16, apart, m, false, between);
      from += NR << 2;
      target += group;
    }
    to += next;
  }
}
