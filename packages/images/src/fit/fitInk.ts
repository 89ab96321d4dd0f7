// w, h size of the ink; W, H size asked for
import { check } from '../checks.js';
import { withChannels } from '../luma.js';
import { checkByteRaster, clip, type Raster, unitFloats } from '../raster.js';
import { resize } from '../resize.js';
import { requireInvert, requireSize } from './fitImage.js';
import { onPaper } from './onPaper.js';

export interface FitInkOptions {
  readonly height: number;
  readonly width: number;
  /** 'auto' inverts a picture of dark ink on paper (`onPaper`). Default 'auto'. */
  readonly invert?: 'auto' | boolean;
}

/** A drawing as a model takes it. */
export interface FittedInk extends Raster {
  /** Whether light and dark were exchanged. */
  readonly inverted: boolean;
}

/** The ink's larger side takes this much of the frame: MNIST's 20 of 28 pixels. */
const share = 20 / 28;
/** Larger pictures are first made as small as this: enough to find the ink, and quick for photographs. */
const largestSide = 448;
/** Ink stands out from its ground by so much at least, in [0, 1]; less is a blank page. */
export const minContrast = 0.1;
/** Strokes are as wide as this, in pixels of a frame of 28, at least: a pen of a pixel or two on a large page would all but vanish. */
export const minStroke = 2;

/**
 * A drawing of any size → an image for a model of MNIST's kind: the ink cut out and scaled to the size of MNIST's digits, its
 * centre of mass in the middle, its darkest place 1 and its background 0, thin strokes widened. Grey only; colour is read
 * by its luma.
 *
 * @returns [H, W, 1], values in [0, 1]; null for a blank page
 * @throws RnpError RNP_IMAGE_RASTER, RNP_CONFIG
 * @example
 * fitInk(await decodeImage(bytes), { height: 28, width: 28 })
 */
export function fitInk(raster: Raster<Uint8Array>, options: FitInkOptions): FittedInk | null {
  check.options('options', options, ['height', 'width'], ['invert']);
  const { height, width, invert = 'auto' } = options;
  requireInvert(invert);
  checkByteRaster(raster);
  requireSize({ height, width });
  const page = pageSize(raster);
  return inkOf(resize(withChannels(raster, 1), page.width, page.height), { height, width, invert });
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size that ink is looked for at. */
export function pageSize({ width, height }: Size): Size {
  const scale = Math.min(1, largestSide / Math.max(width, height));
  return { width: scaled(width, scale), height: scaled(height, scale) };
}

/** The ink of a page. @param grey of one channel, as small as `pageSize` says */
export function inkOf(
  grey: Raster<Uint8Array>,
  { height: H, width: W, invert }: Required<FitInkOptions>,
): FittedInk | null {
  const inverted = invert === 'auto' ? onPaper(grey) : invert;
  const ink = contrasted(unitFloats(grey.data), inverted);
  const drawing = ink && cutOut({ ...grey, data: ink });
  if (!drawing) return null;
  const side = Math.min(W, H);
  const missing = (minStroke * side) / 28 / growthOf(drawing, side) - strokeWidth(drawing);
  const bold = missing > 1 ? widened(drawing, Math.round(missing / 2)) : drawing;
  const growth = growthOf(bold, side);
  const fitted = centred(
    brightened(resize(bold, scaled(bold.width, growth), scaled(bold.height, growth))),
    W,
    H,
  );
  return { ...fitted, inverted };
}

function growthOf({ width, height }: Raster, side: number): number {
  return (share * side) / Math.max(width, height);
}

function scaled(length: number, by: number): number {
  return Math.max(1, Math.round(length * by));
}

/** Ground 0, strongest ink 1: most of a page is its ground, so that is the median. */
function contrasted(values: Float32Array, flip: boolean): Float32Array | null {
  const shown = values.map((value) => (flip ? 1 - value : value));
  const sorted = shown.slice().sort();
  const ground = sorted[sorted.length >> 1]!;
  const range = sorted.at(-1)! - ground;
  if (range < minContrast) return null;
  return shown.map((value) => clip((value - ground) / range));
}

/** The smallest box that holds all ink of half strength. */
function cutOut({ width, height, data }: Raster): Raster {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (data[y * width + x]! < 0.5) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    }
  const [w, h] = [right - left + 1, bottom - top + 1];
  const out = new Float32Array(w * h);
  for (let y = 0; y < h; y++)
    out.set(data.subarray((top + y) * width + left, (top + y) * width + right + 1), y * w);
  return { width: w, height: h, channels: 1, data: out };
}

/** Mean width of strokes: a long stroke has about twice its ink in edges for each pixel of its width. */
export function strokeWidth({ width, height, data }: Raster): number {
  const inked = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < width && y < height && data[y * width + x]! >= 0.5;
  let area = 0;
  let edges = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      if (!inked(x, y)) continue;
      area++;
      if (!(inked(x - 1, y) && inked(x + 1, y) && inked(x, y - 1) && inked(x, y + 1))) edges++;
    }
  // A stroke of one pixel is all edge; wider ones have two edges.
  return area === edges ? 1 : (2 * area) / edges;
}

/** Each pixel the strongest within `radius`, in a square, across and then down; the box grows by it on all sides. */
export function widened({ width, height, data }: Raster, radius: number): Raster {
  const [w, h] = [width + 2 * radius, height + 2 * radius];
  const across = new Float32Array(w * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < w; x++)
      for (let from = Math.max(0, x - 2 * radius); from <= Math.min(width - 1, x); from++)
        across[y * w + x] = Math.max(across[y * w + x]!, data[y * width + from]!);
  const out = new Float32Array(w * h);
  for (let y = 0; y < h; y++)
    for (let from = Math.max(0, y - 2 * radius); from <= Math.min(height - 1, y); from++)
      for (let x = 0; x < w; x++) out[y * w + x] = Math.max(out[y * w + x]!, across[from * w + x]!);
  return { width: w, height: h, channels: 1, data: out };
}

function brightened(raster: Raster): Raster {
  const max = raster.data.reduce((a, b) => Math.max(a, b), 0);
  return { ...raster, data: raster.data.map((value) => value / max) };
}

/** On a frame, the centre of mass in its middle, as far as all stays within. */
function centred({ width: w, height: h, data }: Raster, W: number, H: number): Raster {
  let [mass, atX, atY] = [0, 0, 0];
  for (let y = 0; y < h; y++)
    for (let x = 0; x < w; x++) {
      const value = data[y * w + x]!;
      mass += value;
      atX += value * (x + 0.5);
      atY += value * (y + 0.5);
    }
  const place = (length: number, size: number, centre: number): number =>
    Math.max(0, Math.min(size - length, Math.round(size / 2 - centre)));
  const [left, top] = [place(w, W, atX / mass), place(h, H, atY / mass)];
  const out = new Float32Array(W * H);
  for (let y = 0; y < h; y++) out.set(data.subarray(y * w, (y + 1) * w), (top + y) * W + left);
  return { width: W, height: H, channels: 1, data: out };
}
