// h height, w width, c channels
import type { Raster } from '../../image/raster.js';
import { resize } from '../../image/resize.js';

export interface FitOptions {
  /** [h, w] */
  readonly size: readonly [number, number];
  readonly channels: 1 | 3;
  /** 'contain': all of the picture, black beside it; 'cover': its middle, filling the frame; 'stretch': all, any aspect. */
  readonly fit: 'contain' | 'cover' | 'stretch';
  /** 'auto': a picture whose border is bright is dark ink on paper, and becomes ink on black. */
  readonly invert: 'auto' | boolean;
}

/** A picture of any size as a data set takes it: [h·w·c] bytes. Grey is the luma of ITU-R BT.601. */
export function fitPicture(picture: Raster, options: FitOptions): Uint8Array {
  const [H, W] = options.size;
  const converted = convert(picture, options.channels);
  const { width, height } = converted;
  const whole = options.fit === 'cover' ? crop(converted, W / H) : converted;
  const scale = options.fit === 'contain' ? Math.min(W / width, H / height) : 0;
  const w = scale === 0 ? W : Math.min(W, Math.max(1, Math.round(width * scale)));
  const h = scale === 0 ? H : Math.min(H, Math.max(1, Math.round(height * scale)));
  const small = resize(whole, w, h);
  const invert = options.invert === 'auto' ? borderLuma(small) > 127.5 : options.invert;
  const c = options.channels;
  const out = new Uint8Array(H * W * c);
  const [left, top] = [(W - w) >> 1, (H - h) >> 1];
  for (let y = 0; y < h; y++) {
    for (let at = 0; at < w * c; at++) {
      const value = small.data[y * w * c + at]!;
      out[((top + y) * W + left) * c + at] = invert ? 255 - value : value;
    }
  }
  return out;
}

/** The largest middle part of an aspect (width / height). */
function crop(picture: Raster, aspect: number): Raster {
  const { channels: c } = picture;
  const width = Math.max(1, Math.min(picture.width, Math.round(picture.height * aspect)));
  const height = Math.max(1, Math.min(picture.height, Math.round(picture.width / aspect)));
  const [left, top] = [(picture.width - width) >> 1, (picture.height - height) >> 1];
  const data = new Uint8Array(width * height * c);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * picture.width + left) * c;
    data.set(picture.data.subarray(from, from + width * c), y * width * c);
  }
  return { width, height, channels: c, data };
}

function convert(picture: Raster, channels: 1 | 3): Raster {
  const { width, height, data } = picture;
  if (picture.channels === channels) return picture;
  const out = new Uint8Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++) {
    if (channels === 1) out[pixel] = Math.round(luma(data, pixel * 3));
    else out.fill(data[pixel]!, pixel * 3, pixel * 3 + 3);
  }
  return { width, height, channels, data: out };
}

/** Mean luma of the outermost pixels, 0 to 255. */
function borderLuma({ width, height, channels, data }: Raster): number {
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (x > 0 && y > 0 && x < width - 1 && y < height - 1) continue;
      const at = (y * width + x) * channels;
      sum += channels === 1 ? data[at]! : luma(data, at);
      count++;
    }
  }
  return sum / count;
}

function luma(data: Uint8Array, at: number): number {
  return 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
}
