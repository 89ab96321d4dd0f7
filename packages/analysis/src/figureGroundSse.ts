// h height, w width, c channels
import { RnpError } from '@rnp/errors';
import { checkImage } from './masks.js';

/** The squared error of one drawing, that of the figure and that of the ground. */
export interface FigureGroundSse {
  /** Σ (image − drawing)² over the pixels of the figure and their channels. */
  readonly figure: number;
  /** The same over the other pixels. */
  readonly ground: number;
  /** How many pixels the figure has. */
  readonly figurePixels: number;
  /** How many the ground has. */
  readonly groundPixels: number;
}

/**
 * The squared error of a drawing, summed over the figure and over the ground apart. Together they are the SSE per image of
 * `evaluate` (@rnp/vae).
 *
 * @param image [h·w·c] values in [0, 1]
 * @param drawing [h·w·c] the same, as drawn
 * @param figure [h·w] a mask: 0 is ground, anything else figure
 * @throws RnpError RNP_CONFIG for what is no image or no mask, and for sizes that do not fit together
 */
export function figureGroundSse(
  image: ArrayLike<number>,
  drawing: ArrayLike<number>,
  figure: ArrayLike<number>,
): FigureGroundSse {
  const size = checkImage('image', image, null);
  checkImage('drawing', drawing, size);
  const pixels = checkImage('figure', figure, null);
  const channels = size / pixels;
  if (!Number.isInteger(channels) || channels === 0) {
    throw new RnpError(
      'RNP_CONFIG',
      `has ${pixels} pixels, which is no mask of an image of ${size} numbers; give a number for each pixel`,
      { path: 'figure' },
    );
  }
  const sums = [0, 0];
  let inside = 0;
  for (let pixel = 0; pixel < pixels; pixel++) {
    const side = figure[pixel] === 0 ? 0 : 1;
    inside += side;
    for (let at = pixel * channels; at < (pixel + 1) * channels; at++) {
      sums[side]! += (image[at]! - drawing[at]!) ** 2;
    }
  }
  return { figure: sums[1]!, ground: sums[0]!, figurePixels: inside, groundPixels: pixels - inside };
}
