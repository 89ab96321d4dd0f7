// Letters as in convolution.ts. The gradient of a convolution's input by the transposed algorithm. The convolution of dy with the turned
// filter would have tiles for all pixels of the image, which are more than dy's where nothing is padded.
import { block } from './gemm';
import { add, clear } from './im2col';
import {
  evaluateTiles, PLACES, placesApart, tileOutputs, tileScratch, tilesAlong, tilesAtOnce, transformFilter,
} from './winograd';
import { NR } from './tile';
import { restoreImage, TILE } from './winogradTransforms';

/** `inputGradient` where `isWinograd`, with the filter turned and packed; takes the scratch memory of `winograd`. */
export function winogradImage(
  dy: usize, packed: usize, image: usize, n: i32, h: i32, w: i32, c: i32,
  k: i32, oh: i32, ow: i32, top: i32, left: i32, oc: i32, scratch: usize,
): void {
  const m = tileOutputs(k);
  const down = tilesAlong(oh, m);
  const across = tilesAlong(ow, m);
  const total = n * down * across;
  const most = tilesAtOnce(c, oc);
  const filterApart = placesApart(c * oc);
  const dyApart = placesApart(most * oc);
  const imageApart = placesApart(most * c);
  const patch = scratch + (PLACES << 4);
  const filter = scratch + (<usize>tileScratch(c, oc) << 2);
  const gradients = filter + PLACES * filterApart;
  const images = gradients + PLACES * dyApart;
  transformFilter(packed, filter, filterApart, oc, k, c, true, scratch);
  clear(image, n * h * w * c);
  for (let first = 0; first < total; first += most) {
    const count = min(most, total - first);
    evaluateTiles(
      dy, gradients, dyApart, NR << 2, <usize>oc << 2, first, count, oh, ow, oc, m, down, across, patch, scratch,
    );
    for (let place = 0; place < PLACES; place++) {
      const a = gradients + place * dyApart;
      block(a, filter + place * filterApart, images + place * imageApart, count, c, oc, false, oc, c, false, 0, 0);
    }
    addTiles(images, imageApart, image, first, count, h, w, c, m, down, across, top, left, patch, scratch);
  }
}

/** Adds tiles first, first + 1, ... to what the images have of them. */
function addTiles(
  from: usize, apart: usize, image: usize, first: i32, count: i32, h: i32, w: i32, c: i32,
  m: i32, down: i32, across: i32, top: i32, left: i32, patch: usize, between: usize,
): void {
  const step = <usize>c << 2;
  const pitch = <usize>w * step;
  for (let tile = first; tile < first + count; tile++) {
    const line = tile / across;
    const item = line / down;
    const y = (line - item * down) * m - top;
    const x = (tile - line * across) * m - left;
    const to = image + <usize>(item * h * w) * step;
    if (y >= 0 && x >= 0 && y + TILE <= h && x + TILE <= w) {
      restoreImage(from, apart, to + <usize>(y * w + x) * step, pitch, step, c, true, between);
    } else {
      restoreImage(from, apart, patch, TILE * step, step, c, false, between);
      const x0 = max(0, x);
      const columns = min(w, x + TILE) - x0;
      for (let row = max(0, y); columns > 0 && row < min(h, y + TILE); row++) {
        const at = patch + ((row - y) * TILE + x0 - x) * step;
        add(at, to + <usize>(row * w + x0) * step, columns * c);
      }
    }
    from += step;
  }
}
