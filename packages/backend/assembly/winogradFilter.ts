// Letters as in convolution.ts. The gradient of a convolution's filter by the transposed algorithm: 36 products of the transformed tiles of
// the image with those of the gradient, summed over all tiles, then collected to the k x k taps.
import { block } from './gemm';
import { NR } from './tile';
import {
  evaluateTiles, PLACES, placesApart, tileOutputs, tileScratch, tilesAlong, tilesAtOnce, transformTiles,
} from './winograd';
import { collect } from './winogradTransforms';
import { addWide, rounded } from '@rnp-tools/side-module/assembly/wide';

/** Bytes of scratch memory for `winogradFilter`, with sums in float64 if `long`. */
export function winogradFilterScratch(c: i32, oc: i32, long: bool): i32 {
  const count = tilesAtOnce(c, oc);
  const sums = placesApart(c * oc);
  const apart = (long ? 3 * sums : sums) + placesApart(count * c) + placesApart(count * oc);
  return (tileScratch(c, oc) << 2) + PLACES * <i32>apart;
}

/** `filterGradient` where `isWinograd`; sums over more than `pixels` outputs go on in float64, if `long`. */
export function winogradFilter(
  image: usize, dy: usize, filter: usize, n: i32, h: i32, w: i32, c: i32,
  k: i32, oh: i32, ow: i32, top: i32, left: i32, oc: i32, long: bool, pixels: i32, scratch: usize,
): void {
  const m = tileOutputs(k);
  const down = tilesAlong(oh, m);
  const across = tilesAlong(ow, m);
  const total = n * down * across;
  const most = tilesAtOnce(c, oc);
  const filterApart = placesApart(c * oc);
  const imageApart = placesApart(most * c);
  const dyApart = placesApart(most * oc);
  const patch = scratch + (PLACES << 4);
  const filters = scratch + (<usize>tileScratch(c, oc) << 2);
  const images = filters + PLACES * filterApart;
  const gradients = images + PLACES * imageApart;
  const sums = gradients + PLACES * dyApart;
  const size = PLACES * filterApart;
  memory.fill(filters, 0, size);
  if (long) memory.fill(sums, 0, size << 1);
  let seen = 0;
  for (let first = 0; first < total; first += most) {
    const count = min(most, total - first);
    if (long && seen >= pixels) {
      addWide(filters, sums, size);
      memory.fill(filters, 0, size);
      seen = 0;
    }
    seen += count * m * m;
    transformTiles(image, images, imageApart, first, count, h, w, c, m, down, across, top, left, patch, scratch);
    evaluateTiles(
      dy, gradients, dyApart, count * (NR << 2), NR << 2, first, count, oh, ow, oc, m, down, across, patch, scratch,
    );
    for (let place = 0; place < PLACES; place++) {
      const a = images + place * imageApart;
      const b = gradients + place * dyApart;
      block(a, b, filters + place * filterApart, c, oc, count, true, c, oc, true, 0, 0);
    }
  }
  if (long) {
    addWide(filters, sums, size);
    rounded(sums, filters, <i32>(size >> 2), 1);
  }
  const step = <usize>(c * oc) << 2;
  for (let at: usize = 0; at < step; at += 16) {
    collect(filters + at, filterApart, filter + at, k * step, step, k, true, scratch);
  }
}
