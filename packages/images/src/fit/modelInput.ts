// h, w, c of the model's images
import { check } from '../checks.js';
import { checkRaster, type Raster, unitFloats } from '../raster.js';
import { fitImage, requireInvert } from './fitImage.js';
import { fitInk, minContrast } from './fitInk.js';
import { onPaper } from './onPaper.js';

/** How a picture comes to a model's size: its ink cut out, large and central as MNIST's digits, or all of it. */
export type InputFit = 'ink' | 'whole';

export interface ModelInputOptions {
  /** [h, w, c] the model takes. */
  readonly shape: readonly [number, number, number];
  /** 'ink' is for models of one channel alone; `usualFit`. */
  readonly fit: InputFit;
  /** 'auto': dark ink on paper becomes light on black, for models of one channel. */
  readonly invert: 'auto' | boolean;
}

export interface ModelInput {
  /** [h·w·c] in [0, 1], ink = 1. */
  readonly pixels: Float32Array;
  readonly inverted: boolean;
  /** Whether its ink was cut out. */
  readonly cutOut: boolean;
  /** Whether there is nothing to be seen: no ink to be cut out, or all of it of one shade of grey at this size. */
  readonly blank: boolean;
}

/** Data whose drawings are of one size and central, as those of its models have to be. */
const inkData: ReadonlySet<string> = new Set(['digits', 'mnist', 'omniglot']);

/** What suits a model that learned from a data set; null where it does not say. */
export function usualFit(data: string | null): InputFit {
  return inkData.has(data ?? '') ? 'ink' : 'whole';
}

/**
 * A picture of any size as a model takes it, the same in a command, a program and a page.
 *
 * @throws RnpError RNP_IMAGE_RASTER, RNP_CONFIG
 * @example
 * modelInput(await decodeImage(bytes), { shape: [28, 28, 1], fit: 'ink', invert: 'auto' }).pixels
 */
export function modelInput(picture: Raster<Uint8Array>, options: ModelInputOptions): ModelInput {
  check.options('options', options, ['shape', 'fit', 'invert']);
  const { shape, fit, invert: asked } = options;
  check.array('shape', shape);
  const [height, width, channels] = shape;
  check.choice('fit', fit, ['ink', 'whole']);
  requireInvert(asked);
  checkRaster(picture, 'picture');
  const invert = asked === 'auto' && channels !== 1 ? false : asked;
  const size = { height, width, invert };
  // A picture of the model's own size is taken to be made for it.
  const fits = picture.width === width && picture.height === height;
  const made = fits && !(invert === 'auto' ? onPaper(picture) : invert);
  const wanted = fit === 'ink' && channels === 1 && !made;
  const ink = wanted ? fitInk(picture, size) : null;
  if (ink !== null) return { pixels: ink.data, inverted: ink.inverted, cutOut: true, blank: false };
  const { data, inverted, blank: even } = fitImage(picture, { ...size, channels });
  const pixels = unitFloats(data);
  // Without ink a picture of contrast, such as one turned the wrong way round, is taken whole all the same; and so is a surface
  // of one hue, which a model in colour can draw.
  const middle = 3 * (Math.floor(height / 2) * width + Math.floor(width / 2));
  const hue = channels === 3 && contrastOf(pixels.subarray(middle, middle + 3)) >= minContrast;
  const blank = (even && !hue) || (wanted && contrastOf(pixels) < minContrast);
  return { pixels, inverted, cutOut: false, blank };
}

function contrastOf(pixels: Float32Array): number {
  let [min, max] = [1, 0];
  for (const value of pixels) [min, max] = [Math.min(min, value), Math.max(max, value)];
  return max - min;
}
