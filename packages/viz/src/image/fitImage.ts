// w, h size of the image; W, H size asked for; c channels
import { VizError } from '../errors.js';
import { checkRaster, clip, type Raster } from '../raster.js';
import { withChannels } from './channels.js';
import { onPaper } from './onPaper.js';
import { resize } from './resize.js';

export interface FitImageOptions {
  readonly height: number;
  readonly width: number;
  /** 1 or 3. Colour becomes grey by its luma, grey becomes three equal channels; alpha is taken as laid on black. */
  readonly channels: number;
  /**
   * Models draw ink = 1 on black. 'auto' inverts an image of dark ink on paper (`onPaper`). Default: 'auto' for one channel,
   * false for three, where a bright border may be the picture's own.
   */
  readonly invert?: 'auto' | boolean;
}

/**
 * An image of any size → the size and channels a model takes. The aspect is kept; what is left over at two sides is 0.
 *
 * Made larger or smaller, the whole image fills the frame; `fitInk` cuts a drawing out and centres it.
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
  const small = resize(withChannels(raster, c), w, h);
  const flip = invert === 'auto' ? onPaper(small) : invert;
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
