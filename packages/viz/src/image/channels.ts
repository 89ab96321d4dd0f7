import { clip, luma, type Raster } from '../raster.js';

/** Colour becomes grey by its luma, grey becomes three equal channels; alpha is taken as laid on black. */
export function withChannels(raster: Raster, channels: 1 | 3): Raster {
  const { width, height, channels: from, data } = raster;
  if (from === channels) return raster;
  const out = new Float32Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const at = pixel * from;
    const alpha = from === 4 ? clip(data[at + 3]!) : 1;
    const red = data[at]! * alpha;
    if (channels === 1) out[pixel] = luma(red, data[at + 1]! * alpha, data[at + 2]! * alpha);
    else for (let i = 0; i < 3; i++) out[pixel * 3 + i] = from === 1 ? red : data[at + i]! * alpha;
  }
  return { width, height, channels, data: out };
}
