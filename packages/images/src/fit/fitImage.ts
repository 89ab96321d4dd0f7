// w, h size of the image; W, H size asked for; c channels
import { check } from '../checks.js';
import { withChannels } from '../luma.js';
import { checkByteRaster, type Raster } from '../raster.js';
import { resize } from '../resize.js';
import { onPaper } from './onPaper.js';

/** 'contain': the whole picture, black beside it; 'cover': its middle, filling the frame; 'stretch': the whole picture, stretched. */
export type ImageFit = 'contain' | 'cover' | 'stretch';

export const imageFits: readonly ImageFit[] = Object.freeze(['contain', 'cover', 'stretch'] as const);

export interface FitImageOptions {
  readonly height: number;
  readonly width: number;
  /** 1 or 3. Colour becomes grey by its luma (ITU-R BT.601), grey becomes three equal channels. */
  readonly channels: number;
  /** Default 'contain'. */
  readonly fit?: ImageFit;
  /**
   * Models draw ink = 1 on black. Inverted, light and dark change places and hues stay. 'auto' inverts a picture of dark ink
   * on paper (`onPaper`). Default: 'auto' for one channel, false for three, where a bright border may be the picture's own.
   */
  readonly invert?: 'auto' | boolean;
}

/** A picture as a model takes it. */
export interface FittedImage extends Raster<Uint8Array> {
  /** Whether light and dark were exchanged. */
  readonly inverted: boolean;
  /** Whether nothing is in it at this size: all of the picture is of one shade, to within a fiftieth. */
  readonly blank: boolean;
}

/**
 * A picture of any size → the size and channels a model takes, in training and in parsing alike. `fitInk` cuts a drawing out
 * and centres it.
 *
 * @returns [H, W, channels] bytes
 * @throws RnpError RNP_IMAGE_RASTER, RNP_CONFIG
 * @example
 * fitImage(await decodeImage(bytes), { height: 28, width: 28, channels: 1 })
 */
export function fitImage(picture: Raster<Uint8Array>, options: FitImageOptions): FittedImage {
  check.options('options', options, ['height', 'width', 'channels'], ['fit', 'invert']);
  const { height: H, width: W, channels, fit = 'contain' } = options;
  check.choice('channels', channels, [1, 3]);
  const c = channels as 1 | 3;
  requireSize({ height: H, width: W });
  check.choice('fit', fit, imageFits);
  const { invert = c === 1 ? 'auto' : false } = options;
  requireInvert(invert);
  const { crop, inner } = fitPlan(checkByteRaster(picture), { height: H, width: W, fit });
  const small = resize(withChannels(cropped(picture, crop), c), inner.width, inner.height);
  return framed(small, { height: H, width: W, invert });
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The part of a picture that is shown, and the size that it takes in the frame. */
export interface FitPlan {
  readonly crop: Size & { readonly left: number; readonly top: number };
  readonly inner: Size;
}

export function fitPlan(
  { width: w, height: h }: Size,
  { width: W, height: H, fit }: Size & { readonly fit: ImageFit },
): FitPlan {
  // The largest middle part of the frame's aspect.
  const width = fit === 'cover' ? Math.max(1, Math.min(w, Math.round(h * (W / H)))) : w;
  const height = fit === 'cover' ? Math.max(1, Math.min(h, Math.round(w / (W / H)))) : h;
  const crop = { width, height, left: (w - width) >> 1, top: (h - height) >> 1 };
  if (fit !== 'contain') return { crop, inner: { width: W, height: H } };
  const scale = Math.min(W / w, H / h);
  return {
    crop,
    inner: {
      width: Math.min(W, Math.max(1, Math.round(w * scale))),
      height: Math.min(H, Math.max(1, Math.round(h * scale))),
    },
  };
}

/** The middle of a frame; black around it. @param small of 1 or 3 channels, as large as the plan says */
export function framed(
  small: Raster<Uint8Array>,
  { width: W, height: H, invert }: Size & { readonly invert: 'auto' | boolean },
): FittedImage {
  const { width: w, height: h, channels: c } = small;
  const inverted = invert === 'auto' ? onPaper(small) : invert;
  const pixels = inverted ? invertedLightness(small.data, c) : small.data;
  const data = new Uint8Array(W * H * c);
  const [left, top] = [(W - w) >> 1, (H - h) >> 1];
  for (let y = 0; y < h; y++) {
    data.set(pixels.subarray(y * w * c, (y + 1) * w * c), ((top + y) * W + left) * c);
  }
  return { width: W, height: H, channels: c, data, inverted, blank: isEven(small) };
}

/** Bytes that two shades differ by at most that are taken for one. */
const maxUneven = 5;

function isEven({ channels, data }: Raster<Uint8Array>): boolean {
  for (let i = 0; i < channels; i++) {
    let [min, max] = [255, 0];
    for (let at = i; at < data.length; at += channels) {
      min = Math.min(min, data[at]!);
      max = Math.max(max, data[at]!);
    }
    if (max - min > maxUneven) return false;
  }
  return true;
}

/**
 * Light and dark change places, hues stay (the lightness of HSL): what was red on white is red on black.
 *
 * @param data [n·c], c 1 or 3
 */
function invertedLightness(data: Uint8Array, c: number): Uint8Array {
  if (c === 1) return data.map((value) => 255 - value);
  const out = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += 3) {
    const [r, g, b] = [data[at]!, data[at + 1]!, data[at + 2]!];
    const change = 255 - Math.max(r, g, b) - Math.min(r, g, b);
    out[at] = r + change;
    out[at + 1] = g + change;
    out[at + 2] = b + change;
  }
  return out;
}

function cropped(
  picture: Raster<Uint8Array>,
  { width, height, left, top }: FitPlan['crop'],
): Raster<Uint8Array> {
  if (width === picture.width && height === picture.height) return picture;
  const { channels: c } = picture;
  const data = new Uint8Array(width * height * c);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * picture.width + left) * c;
    data.set(picture.data.subarray(from, from + width * c), y * width * c);
  }
  return { width, height, channels: c, data };
}

/** @throws RnpError RNP_CONFIG */
export function requireSize(size: Readonly<Record<string, number>>, path = ''): void {
  for (const [name, length] of Object.entries(size)) {
    check.wholeNumber(path === '' ? name : `${path}.${name}`, length, 1, 16384);
  }
}

/** @throws RnpError RNP_CONFIG */
export function requireInvert(invert: unknown, path = 'invert'): void {
  check.choice(path, invert, ['auto', true, false]);
}
