// w, h size of the picture
import { check } from '../checks.js';
import { requireInvert } from '../fit/fitImage.js';
import { minStroke, strokeWidth, widened } from '../fit/fitInk.js';
import { onPaper } from '../fit/onPaper.js';
import { withChannels } from '../luma.js';
import { checkByteRaster, checkRaster, clip, type Raster, unitFloats } from '../raster.js';
import { resize } from '../resize.js';
import { quantile } from './levelled.js';
import { countRuledLines, withoutRuledLines } from './ruledLines.js';
import { writingOf } from './writing.js';
import { writingSize } from './writingSize.js';

export interface InkPageOptions {
  /** 'auto' takes dark ink on paper for ink (`onPaper`), else light on dark; true, dark on light; false, light on dark. Default 'auto'. */
  readonly invert?: 'auto' | boolean;
}

/** What is written on a page. */
export interface InkPage {
  /** Of one channel: the ground 0, the pen 1. As large as the picture, or smaller: the longer side has 1024 pixels at most. */
  readonly ink: Raster;
  /** Pixels of `ink` for one of the picture. */
  readonly scale: number;
  /** Whether light and dark were exchanged. */
  readonly inverted: boolean;
  /** The larger side of what hangs together, such as a digit, in pixels of `ink`: the median over such pieces, larger ones counted more. */
  readonly size: number;
}

/** Larger pictures are first made as small as this. */
const largestSide = 1024;
/** Of ink without lines, edges counted in, so much is at most as strong as the pen. */
const penShare = 0.8;
/** Of the longer side, the size of writing where all of it hangs together by the lines of the paper: it may be of any. */
const usualShare = 1 / 18;

/**
 * What is written on a page, without the page: uneven light is taken away, noise, and ruled lines. Grey only; colour is read by its luma.
 *
 * @returns null for a blank page
 * @throws RnpError RNP_IMAGE_RASTER, RNP_CONFIG
 * @example
 * const page = inkPage(await decodeImage(bytes));
 */
export function inkPage(picture: Raster<Uint8Array>, options: InkPageOptions = {}): InkPage | null {
  check.options('options', options, [], ['invert']);
  const { invert = 'auto' } = options;
  requireInvert(invert);
  const { width, height } = checkByteRaster(picture);
  const scale = Math.min(1, largestSide / Math.max(width, height));
  const small = resize(withChannels(picture, 1), scaled(width, scale), scaled(height, scale));
  const inverted = invert === 'auto' ? onPaper(small) : invert;
  const values = unitFloats(small.data);
  const written = writingOf({ ...small, data: inverted ? values : values.map((value) => 1 - value) });
  if (written === null) return null;
  const ink = withoutLines(written);
  const size = writingSize(ink, false);
  return size === null ? null : { ink, scale, inverted, size };
}

function withoutLines(ink: Raster): Raster {
  const lines = countRuledLines(ink);
  const usual = usualShare * Math.max(ink.width, ink.height);
  const clean = withoutRuledLines(ink, writingSize(ink, lines > 0) ?? usual);
  // Of a drawing that fills its picture a straight stroke is as long as a line. Paper with nothing on it has more of them than one.
  return lines < 1.5 && writingSize(clean, false) === null ? ink : clean;
}

/**
 * Writing in another size, as strong as before: its peak is 1, and strokes are as wide as those of MNIST's digits at least.
 *
 * @param ink of one channel, in [0, 1], as `inkPage` gives it
 * @param scale pixels of what is returned for one of the ink
 * @throws RnpError RNP_IMAGE_RASTER, RNP_CONFIG
 */
export function scaledInk(ink: Raster, scale: number): Raster {
  checkRaster(ink, 'ink');
  check.choice('ink.channels', ink.channels, [1]);
  check.number('scale', scale, 1e-3, 1e3);
  const missing = minStroke / scale - strokeWidth(ink);
  const bold = missing > 1 ? within(widened(ink, Math.round(missing / 2)), ink) : ink;
  const small = resize(bold, scaled(ink.width, scale), scaled(ink.height, scale));
  const shown = small.data.filter((value) => value > 0.1);
  const pen = shown.length === 0 ? 1 : quantile(shown, penShare);
  return { ...small, data: small.data.map((value) => clip(value / pen)) };
}

/** The middle of a raster that has grown on all sides, as large as before. */
function within(grown: Raster, { width: w, height: h }: Raster): Raster {
  const border = (grown.width - w) / 2;
  const data = new Float32Array(w * h);
  for (let y = 0; y < h; y++) {
    const from = (y + border) * grown.width + border;
    data.set(grown.data.subarray(from, from + w), y * w);
  }
  return { width: w, height: h, channels: 1, data };
}

function scaled(length: number, by: number): number {
  return Math.max(1, Math.round(length * by));
}
