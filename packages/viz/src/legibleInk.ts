import type { Raster } from '@rnp/images';
import { inkAt } from './colourParts.js';
import { checkPicture } from './image/byteRaster.js';
import type { Rgb } from './palette.js';

/** Pictures whose brightest ink is below this are drawn stronger: on black they could not be made out. */
const faint = 0.5;
/** What is below this everywhere draws nothing that can be seen, and is no shape when it is made stronger. */
const nothing = 1 / 32;

/** Where a part draws nothing: neither ink nor the ground of a picture. */
export const emptyGround: Rgb = Object.freeze([0.22, 0.22, 0.22] as const);

/** How much ink there is at the brightest pixel of pictures that lie on each other, 0 … 1. @throws RnpError RNP_IMAGE_RASTER */
export function peakInk(parts: readonly Raster[]): number {
  let peak = 0;
  for (const [i, part] of parts.entries()) {
    checkPicture(part, `parts[${i}]`);
    for (let pixel = 0; pixel < part.width * part.height; pixel++) peak = Math.max(peak, inkAt(part, pixel));
  }
  return peak;
}

/** Whether pictures draw nothing that can be seen. */
export function isEmpty(parts: readonly Raster[]): boolean {
  return peakInk(parts) < nothing;
}

/** Pictures of one canvas, all made stronger by the same factor where even the brightest is faint; empty ones stay. */
export function legibleInk(parts: readonly Raster[]): readonly Raster[] {
  const peak = peakInk(parts);
  if (peak >= faint || peak < nothing) return parts;
  return parts.map((part) => ({
    ...part,
    // Alpha is how much of the colour there is, and no ink of its own.
    data: part.data.map((value, at) => (part.channels === 4 && at % 4 === 3 ? value : value / peak)),
  }));
}

/** A canvas on which nothing is drawn: grey, so that it is not taken for black ink. */
export function emptyCanvas({ width, height }: Raster): Raster {
  const data = new Float32Array(width * height * 3);
  for (let at = 0; at < data.length; at++) data[at] = emptyGround[at % 3]!;
  return { width, height, channels: 3, data };
}
