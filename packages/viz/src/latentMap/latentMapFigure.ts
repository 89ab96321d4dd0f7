import type { Raster } from '@rnp/images';
import { byteOf } from '../image/byteRaster.js';
import { imageGrid } from '../image/imageGrid.js';
import type { Rgb } from '../palette.js';
import { groupMark, insideMark, requireShape, type Shape } from './groupMark.js';
import {
  beneathOpacity,
  beneathScale,
  grey,
  type LatentMap,
  type LatentMapOptions,
  latentMapLayout,
  panel,
  pointOpacity,
  thumbnailBorder,
} from './latentMap.js';

/**
 * The same picture as `latentMapSvg`, in pixels and without words: points and pictures of clusters on a dark square.
 *
 * @returns [size, size, 3]
 * @throws RnpError RNP_CONFIG for invalid points and options out of range, RNP_IMAGE_RASTER for a thumbnail
 */
export function latentMapFigure(map: LatentMap, options: LatentMapOptions = {}): Raster<Uint8Array> {
  const { size, radius, dots, beneath, pictures } = latentMapLayout(map, options);
  const out: Raster<Uint8Array> = {
    width: size,
    height: size,
    channels: 3,
    data: new Uint8Array(size * size * 3),
  };
  const ground = panel.map(byteOf);
  for (let i = 0; i < out.data.length; i++) out.data[i] = ground[i % 3]!;
  const under = { shape: 'circle', colour: grey, opacity: beneathOpacity } as const;
  for (const { x, y } of beneath) drawMark(out, x, y, beneathScale * radius, under);
  for (const { x, y, group } of dots) {
    const mark = groupMark(group);
    const shape = requireShape(mark, group);
    drawMark(out, x, y, radius, { shape, colour: mark.colour, opacity: pointOpacity });
  }
  for (const { raster, scale, left, top, border } of pictures) {
    const framed = imageGrid({
      rows: [[{ raster, border }]],
      scale,
      border: thumbnailBorder,
      background: [0, 0, 0],
    });
    lay(out, framed, left - thumbnailBorder, top - thumbnailBorder);
  }
  return out;
}

/** A mark with a soft edge of one pixel, mixed with what is there. */
function drawMark(
  out: Raster<Uint8Array>,
  x: number,
  y: number,
  radius: number,
  { shape, colour, opacity }: { shape: Shape; colour: Rgb; opacity: number },
): void {
  const reach = Math.ceil(1.3 * radius + 1);
  const [column, row] = [Math.floor(x), Math.floor(y)];
  for (let py = row - reach; py <= row + reach; py++) {
    for (let px = column - reach; px <= column + reach; px++) {
      if (px < 0 || py < 0 || px >= out.width || py >= out.height) continue;
      const inside = insideMark(shape, px + 0.5 - x, py + 0.5 - y, radius);
      const share = opacity * Math.min(1, Math.max(0, inside + 0.5));
      const at = (py * out.width + px) * 3;
      for (let i = 0; i < 3; i++)
        out.data[at + i] = Math.round(out.data[at + i]! * (1 - share) + 255 * colour[i]! * share);
    }
  }
}

/** Copies an RGB picture; what does not fit is left out. */
function lay(out: Raster<Uint8Array>, picture: Raster<Uint8Array>, left: number, top: number): void {
  for (let y = Math.max(0, -top); y < Math.min(picture.height, out.height - top); y++) {
    for (let x = Math.max(0, -left); x < Math.min(picture.width, out.width - left); x++) {
      const from = (y * picture.width + x) * 3;
      out.data.set(picture.data.subarray(from, from + 3), ((top + y) * out.width + left + x) * 3);
    }
  }
}
