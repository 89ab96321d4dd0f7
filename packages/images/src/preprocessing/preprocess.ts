// h, w, c of the image
import { RnpError } from '@rnp/errors';
import { check } from '../checks.js';
import { type FittedImage, fitImage } from '../fit/fitImage.js';
import { type FittedInk, fitInk, minContrast } from '../fit/fitInk.js';
import { onPaper } from '../fit/onPaper.js';
import { layOnBackground } from '../layOnBackground.js';
import { checkByteRaster, type Raster } from '../raster.js';
import { type Preprocessing, readPreprocessing } from './preprocessing.js';

/** A picture as a model takes it, [h, w, c] bytes, light on black; `unitFloats` of `data` is what the model is given. */
export interface PreparedImage extends Raster<Uint8Array> {
  /** Whether light and dark were exchanged. */
  readonly inverted: boolean;
  /** Whether its ink was cut out. */
  readonly cutOut: boolean;
  /** Whether there is nothing to be seen: no ink to be cut out, or all of it of one shade of grey at this size. */
  readonly blank: boolean;
}

/**
 * Turns a picture into an image for a model. Data sets, commands, pages and programs all use it, so the same picture with the
 * same preprocessing gives the same image everywhere, to the last bit.
 *
 * @param picture of 1 or 3 channels as it was decoded on the preprocessing's `background`, or of 4 with straight alpha
 * @throws RnpError RNP_IMAGE_RASTER, RNP_CONFIG naming the field
 * @example
 * const { background } = preprocessing;
 * const { data } = preprocess(await decodeImage(bytes, { background }), preprocessing);
 */
export function preprocess(picture: Raster<Uint8Array>, preprocessing: Preprocessing): PreparedImage {
  const { size, channels, fit, background, invert, ink } = readPreprocessing(preprocessing);
  const opaque = onGround(checkByteRaster(picture, 'picture'), background);
  const [height, width] = size;
  // A picture of the model's own size is taken to be made for it.
  const own = opaque.width === width && opaque.height === height;
  const made = own && !(invert === 'auto' ? onPaper(opaque) : invert);
  const wanted = ink && !made;
  const drawing = wanted ? fitInk(opaque, { height, width, invert }) : null;
  if (drawing !== null) return preparedDrawing(drawing);
  return preparedWhole(fitImage(opaque, { height, width, channels, fit, invert }), wanted);
}

/** Ink that was cut out. */
export function preparedDrawing({ width, height, channels, data, inverted }: FittedInk): PreparedImage {
  return { width, height, channels, data: bytesOf(data), inverted, cutOut: true, blank: false };
}

/** A picture that was taken whole. @param inkWanted it was looked for ink, in vain */
export function preparedWhole(
  { width, height, channels, data, inverted, blank: even }: FittedImage,
  inkWanted: boolean,
): PreparedImage {
  // Without ink a picture of contrast, such as one turned the wrong way round, is taken whole all the same; and so is a surface
  // of one hue, which a model in colour can draw.
  const middle = 3 * (Math.floor(height / 2) * width + Math.floor(width / 2));
  const hue = channels === 3 && contrastOf(data.subarray(middle, middle + 3)) >= minContrast;
  const blank = (even && !hue) || (inkWanted && contrastOf(data) < minContrast);
  return { width, height, channels, data, inverted, cutOut: false, blank };
}

/**
 * The image itself, if it is not blank.
 *
 * @param path of the picture, named in the error
 * @throws RnpError RNP_IMAGE_BLANK
 */
export function requireVisible(image: PreparedImage, path = 'picture'): PreparedImage {
  check.object('image', image);
  if (!image.blank) return image;
  throw new RnpError(
    'RNP_IMAGE_BLANK',
    `there is no ink in it: all of it is of one shade once it has the model’s size, ${image.width}×${image.height}. Give a picture with something on it that is still seen in that size.`,
    { path },
  );
}

/** Without its alpha, if it has any; the bytes given stay as they are. */
function onGround(picture: Raster<Uint8Array>, background: Preprocessing['background']): Raster<Uint8Array> {
  if (picture.channels !== 4) return picture;
  const { width, height, data } = picture;
  return layOnBackground({ width, height, data: data.slice() }, 3, background);
}

/** Images are kept in bytes, as those of every data set. */
function bytesOf(values: Float32Array): Uint8Array {
  return Uint8Array.from(values, (value) => Math.round(255 * value));
}

/** The largest difference of two values, in [0, 1]. */
function contrastOf(bytes: Uint8Array): number {
  let [min, max] = [255, 0];
  for (const value of bytes) [min, max] = [Math.min(min, value), Math.max(max, value)];
  return (max - min) / 255;
}
