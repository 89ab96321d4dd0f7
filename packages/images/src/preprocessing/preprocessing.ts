// h, w, c of the images that a model takes
import { RnpError } from '@rnp/errors';
import { check } from '../checks.js';
import { type Background, requireBackground } from '../decodeOptions.js';
import { type ImageFit, imageFits, requireInvert, requireSize } from '../fit/fitImage.js';

/**
 * How a picture of any size becomes an image that a model takes: plain JSON, kept in the `config.json` of a saved model, so that
 * later pictures are prepared as its training images were.
 */
export interface Preprocessing {
  /** [h, w] of the image, each 1 to 16384. */
  readonly size: readonly [number, number];
  /** 1: grey, colour goes by its luma. 3: red, green and blue. */
  readonly channels: 1 | 3;
  /** How the whole picture comes to that size. */
  readonly fit: ImageFit;
  /** What shows where the picture is transparent. */
  readonly background: Background;
  /** Whether light and dark change places, as models draw light on black. 'auto': where this picture is dark on light, see `onPaper`. */
  readonly invert: 'auto' | boolean;
  /**
   * Whether a drawing is cut out of its page, as large and central as MNIST's digits (`fitInk`); of one channel alone. A picture that
   * has the model's size and is not inverted, or that has no ink, is taken whole all the same.
   */
  readonly ink: boolean;
}

/** The preprocessing for images of shape [h, w, c] of which nothing else is known: the whole picture; a grey picture, dark on light, is inverted. */
export function defaultPreprocessing(shape: readonly [number, number, number]): Preprocessing {
  check.array('shape', shape);
  const [height, width, channels] = shape;
  requireSize({ height, width });
  check.choice('channels', channels, [1, 3]);
  return {
    size: [height, width],
    channels: channels as 1 | 3,
    fit: 'contain',
    background: 'auto',
    invert: channels === 1 ? 'auto' : false,
    ink: false,
  };
}

/**
 * A preprocessing from JSON, or from a program without types.
 *
 * @param path of the value, named in errors: `config.json: preprocessing`
 * @throws RnpError RNP_CONFIG naming the field: `preprocessing.fit must be one of contain, cover, stretch, not the string "fill"`
 */
export function readPreprocessing(value: unknown, path = 'preprocessing'): Preprocessing {
  check.text('path', path);
  check.options(path, value, ['size', 'channels', 'fit', 'background', 'invert', 'ink']);
  const { size, channels, fit, background, invert, ink } = value as Preprocessing;
  check.array(`${path}.size`, size);
  check.choice(`${path}.size.length`, size.length, [2]);
  requireSize({ 'size[0]': size[0], 'size[1]': size[1] }, path);
  check.choice(`${path}.channels`, channels, [1, 3]);
  check.choice(`${path}.fit`, fit, imageFits);
  requireBackground(background, `${path}.background`);
  requireInvert(invert, `${path}.invert`);
  check.choice(`${path}.ink`, ink, [true, false]);
  if (ink && channels !== 1) {
    throw new RnpError('RNP_CONFIG', 'must be false for 3 channels: ink is cut out of grey images alone', {
      path: `${path}.ink`,
    });
  }
  return { size: [size[0], size[1]], channels, fit, background, invert, ink };
}
