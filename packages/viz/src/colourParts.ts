// h height, w width, t parts

import { RnpError } from '@rnp/errors';
import { clip, type Raster } from '@rnp/images';
import { checkOption } from './checks.js';
import { checkPicture } from './image/byteRaster.js';
import { partColour, type Rgb } from './palette.js';

export interface ColourPartsOptions {
  /** The colour of part t (0 is the first). Default: the palette. */
  readonly colourOf?: (index: number) => Rgb;
}

/**
 * T parts of one canvas → one RGB raster, each part in its colour on black (Fig. 2A).
 *
 * A pixel is as bright as the parts' ink together (clipped at 1) and has the mean of their colours, weighted by ink. So
 * the picture keeps the shape and the greys of the reconstruction, and overlap shows as a mixed colour instead of white.
 * Ink is the value of a grey part, and the largest channel of a coloured one.
 *
 * @param parts all of one size, each [h, w] with 1 or 3 channels, placed on the canvas; at least one
 * @returns [h, w, 3]
 * @throws RnpError RNP_IMAGE_RASTER when there is no part or they differ in size
 */
export function colourParts(parts: readonly Raster[], options: ColourPartsOptions = {}): Raster {
  checkOption.array('parts', parts);
  checkOption.options('options', options, [], ['colourOf']);
  const { colourOf = partColour } = options;
  checkOption.callable('options.colourOf', colourOf);
  const first = parts[0];
  if (first === undefined)
    throw new RnpError('RNP_IMAGE_RASTER', 'give at least one part', { path: 'parts' });
  const { width, height } = checkPicture(first, 'parts[0]');
  const total = new Float32Array(width * height);
  const data = new Float32Array(width * height * 3);
  parts.forEach((part, index) => {
    checkPicture(part, `parts[${index}]`);
    if (part.width !== width || part.height !== height)
      throw new RnpError(
        'RNP_IMAGE_RASTER',
        `is ${part.width}×${part.height}, the first part ${width}×${height}; place all on one canvas`,
        { path: `parts[${index}]` },
      );
    const colour = colourOf(index);
    for (let pixel = 0; pixel < total.length; pixel++) {
      const ink = inkAt(part, pixel);
      if (ink === 0) continue;
      total[pixel]! += ink;
      for (let i = 0; i < 3; i++) data[pixel * 3 + i]! += ink * colour[i]!;
    }
  });
  for (let pixel = 0; pixel < total.length; pixel++) {
    // Below a sum of 1 the ink is the brightness already; above, only the mean colour is kept.
    const sum = total[pixel]!;
    if (sum > 1) for (let i = 0; i < 3; i++) data[pixel * 3 + i]! /= sum;
  }
  return { width, height, channels: 3, data };
}

/** Ink of one pixel in [0, 1]: the largest of its colour channels, alpha counted in. */
export function inkAt(part: Raster, pixel: number): number {
  const { channels, data } = part;
  if (channels === 1) return clip(data[pixel]!);
  const at = pixel * channels;
  const largest = Math.max(clip(data[at]!), clip(data[at + 1]!), clip(data[at + 2]!));
  return channels === 4 ? largest * clip(data[at + 3]!) : largest;
}
