// w, h size of the image; W, H size asked for; c channels
import { VizError } from '../errors.js';
import { checkRaster, clip, luma, type Raster } from '../raster.js';
import { resize } from './resize.js';

export interface FitImageOptions {
  readonly height: number;
  readonly width: number;
  /** 1 or 3. Colour becomes grey by its luma, grey becomes three equal channels; alpha is taken as laid on black. */
  readonly channels: number;
  /**
   * Models draw ink = 1 on black. 'auto' inverts an image whose border is bright (its mean luma above ½): dark ink on
   * paper. Default: 'auto' for one channel, false for three, where a bright border may be the picture's own.
   */
  readonly invert?: 'auto' | boolean;
}

/**
 * An image of any size → the size and channels a model takes. The aspect is kept; what is left over at two sides is 0.
 *
 * Made larger or smaller, the whole image fills the frame: cut and centre a digit yourself if your data were so prepared.
 *
 * @returns [H, W, channels], values in [0, 1]
 * @throws VizError RNP_IMAGE_RASTER, RNP_IMAGE_OPTION
 * @example
 * fitImage(decodeImage(bytes), { height: 28, width: 28, channels: 1 })
 */
export function fitImage(raster: Raster, options: FitImageOptions): Raster {
  checkRaster(raster);
  const { height: H, width: W, channels: c } = options;
  const invert = options.invert ?? (c === 1 ? 'auto' : false);
  if (c !== 1 && c !== 3) throw new VizError('RNP_IMAGE_OPTION', `must be 1 or 3, not ${c}`, 'channels');
  for (const [name, size] of Object.entries({ height: H, width: W })) {
    if (!Number.isInteger(size) || size < 1 || size > 16384)
      throw new VizError('RNP_IMAGE_OPTION', `must be a whole number from 1 to 16384, not ${size}`, name);
  }
  const scale = Math.min(W / raster.width, H / raster.height);
  const w = Math.min(W, Math.max(1, Math.round(raster.width * scale)));
  const h = Math.min(H, Math.max(1, Math.round(raster.height * scale)));
  const small = resize(convert(raster, c), w, h);
  const flip = invert === 'auto' ? borderLuma(small) > 0.5 : invert;
  const data = new Float32Array(W * H * c);
  const left = (W - w) >> 1;
  const top = (H - h) >> 1;
  for (let y = 0; y < h; y++)
    for (let at = 0; at < w * c; at++) {
      const value = clip(small.data[y * w * c + at]!);
      data[((top + y) * W + left) * c + at] = flip ? 1 - value : value;
    }
  return { width: W, height: H, channels: c, data };
}

function convert(raster: Raster, channels: 1 | 3): Raster {
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

/** Mean luma of the outermost pixels, in [0, 1]. */
function borderLuma(raster: Raster): number {
  const { width, height, channels, data } = raster;
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (x > 0 && y > 0 && x < width - 1 && y < height - 1) continue;
      const at = (y * width + x) * channels;
      sum += channels === 1 ? data[at]! : luma(data[at]!, data[at + 1]!, data[at + 2]!);
      count++;
    }
  return sum / count;
}
