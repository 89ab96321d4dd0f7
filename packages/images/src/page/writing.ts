// w, h size of the page
import { minContrast } from '../fit/fitInk.js';
import { clip, type Raster } from '../raster.js';
import { inkPieces, strongInk } from './inkPieces.js';
import { darkness, lightOfTiles, medianOfNeighbours, quantile } from './levelled.js';
import { paperSurface } from './paperSurface.js';

/** What is weaker than so many deviations of the ground's noise is ground. */
const noiseFactor = 3;
/** Of all that is no ground so much is at most as strong as the pen: printed lines are fainter, and there may be more of them. */
const peakShare = 0.99;
/** What a pen wrote is as dark as this in its middle, where the pen is 1; a shadow beside black ink is not. */
const minMiddle = 0.65;
/** A piece is found of which this share is strong. */
const foundShare = 0.95;
/** A piece as long as this share of the page can be writing; what is shorter may be a speck. */
const speckShare = 0.04;

/**
 * What is written on a page, with the light taken away: ground 0, pen 1. How light the ground is, tiles say, smaller than the letters of a page; of a
 * drawing that fills its picture strokes are wider than those, and then a surface over the whole page says it.
 *
 * @param grey of one channel, dark on light, in [0, 1]
 * @returns null where nothing stands out
 */
export function writingOf(grey: Raster): Raster | null {
  const tiles = lightOfTiles(grey);
  const near = contrasted(darkness(grey, medianOfNeighbours(tiles)));
  const wide = contrasted(darkness(grey, paperSurface(tiles)));
  return wide !== null && isWriting(wide) && !isFoundIn(near, wide) ? wide : near;
}

/** Whether most of what is strong is as dark as a pen. */
function isWriting({ data }: Raster): boolean {
  const strong = data.filter((value) => value >= strongInk);
  return strong.length > 0 && quantile(strong, 0.5) >= minMiddle;
}

/** Whether anything that is written is found whole where light was taken away tile by tile. */
function isFoundIn(near: Raster | null, wide: Raster): boolean {
  if (near === null) return false;
  const long = speckShare * Math.max(wide.width, wide.height);
  return inkPieces(wide).some(({ width, height, pixels }) => {
    if (Math.max(width, height) < long) return false;
    const strong = pixels.reduce((sum, at) => sum + Number(near.data[at]! >= strongInk), 0);
    return strong >= foundShare * pixels.length;
  });
}

/** Ground 0, pen 1; null where nothing stands out. */
function contrasted(page: Raster): Raster | null {
  const darkest = page.data.reduce((max, value) => Math.max(max, value), 0);
  // Of what is far from the darkest ink most is ground: the median is that of its noise.
  const ground = page.data.filter((value) => value < darkest / 2).map(Math.abs);
  const noise = ground.length === 0 ? 0 : noiseFactor * 1.4826 * quantile(ground, 0.5);
  const floor = Math.max(noise, minContrast);
  const written = page.data.filter((value) => value > floor);
  if (written.length === 0) return null;
  const range = quantile(written, peakShare) - noise;
  if (range < minContrast) return null;
  return { ...page, data: page.data.map((value) => clip((value - noise) / range)) };
}
