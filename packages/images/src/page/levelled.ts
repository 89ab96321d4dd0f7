// w, h size of the page
import { createRaster, type Raster } from '../raster.js';
import { resize } from '../resize.js';

/** Tiles along the longer side of a page. Light falls off over many of them, and strokes are narrower than one. */
const tiles = 24;
/** Of a tile's pixels so many are at most as light as its ground: strokes, which are darker, take less than the rest. */
const groundShare = 0.7;

/**
 * How light the ground of a page is, however unevenly it is lit: a light quantile of each tile. A stroke that fills a tile is taken for ground.
 *
 * @param grey of one channel, dark on light, in [0, 1]
 * @returns a pixel for each tile
 */
export function lightOfTiles({ width: w, height: h, data }: Raster): Raster {
  const side = Math.max(1, Math.ceil(Math.max(w, h) / tiles));
  const [columns, rows] = [Math.ceil(w / side), Math.ceil(h / side)];
  const light = createRaster(columns, rows, 1);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [right, bottom] = [Math.min(w, (column + 1) * side), Math.min(h, (row + 1) * side)];
      const values: number[] = [];
      for (let y = row * side; y < bottom; y++)
        for (let x = column * side; x < right; x++) values.push(data[y * w + x]!);
      light.data[row * columns + column] = quantile(values, groundShare);
    }
  }
  return light;
}

/**
 * How much darker than its ground each pixel of a page is: 1 − value / ground.
 *
 * @param grey of one channel, dark on light, in [0, 1]
 * @param ground of one channel, smaller than the page; between its pixels bilinear
 * @returns below 1, 0 for ground; negative where a pixel is lighter than that
 */
export function darkness(grey: Raster, ground: Raster): Raster {
  const under = resize(ground, grey.width, grey.height);
  const data = grey.data.map((value, at) => 1 - value / Math.max(1 / 255, under.data[at]!));
  return { ...grey, data };
}

/** Of each pixel the median of it and those about it. */
export function medianOfNeighbours(raster: Raster): Raster {
  const { width: w, height: h } = raster;
  const data = raster.data.map((_, at) => {
    const [x, y] = [at % w, Math.floor(at / w)];
    const near: number[] = [];
    for (let row = Math.max(0, y - 1); row <= Math.min(h - 1, y + 1); row++)
      for (let column = Math.max(0, x - 1); column <= Math.min(w - 1, x + 1); column++)
        near.push(raster.data[row * w + column]!);
    return quantile(near, 0.5);
  });
  return { ...raster, data };
}

/** @param values one at least */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float32Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}
