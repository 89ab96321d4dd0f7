import { ImageError, type ImageErrorCode } from './errors.js';
import { defaultImageLimits, type ImageLimits } from './limits.js';

export interface DecodeOptions {
  /** The file's name for messages. Default 'image'. */
  readonly path?: string;
  /** The entry, where the file is an archive. */
  readonly entry?: string;
  /**
   * What shows where a PNG is transparent. Default 'auto': black where what can be seen is light (its mean luma, weighted by
   * its opacity, is above ½), so that white ink on nothing is seen; else white, as paper.
   */
  readonly background?: Background;
  readonly limits?: Partial<ImageLimits>;
}

export type Background = 'auto' | 'white' | 'black';

/** What decoders work with: limits filled in, and the error that names the file. */
export interface DecodeContext {
  readonly background: Background;
  readonly limits: ImageLimits;
  readonly fail: (code: ImageErrorCode, complaint: string, cause?: unknown) => ImageError;
}

export function decodeContext(options: DecodeOptions): DecodeContext {
  const { path = 'image', entry, background = 'auto', limits } = options;
  if (!['auto', 'white', 'black'].includes(background)) {
    throw new ImageError('RNP_IMAGE_OPTION', `is 'auto', 'white' or 'black', not ${background}`, {
      path: 'background',
    });
  }
  return {
    background,
    limits: { ...defaultImageLimits, ...limits },
    fail: (code, complaint, cause) =>
      new ImageError(code, complaint, { path, ...(entry !== undefined && { entry }), cause }),
  };
}

/** @throws ImageError RNP_IMAGE_TOO_LARGE */
export function requirePixels(width: number, height: number, { limits, fail }: DecodeContext): void {
  if (width * height <= limits.maxPixels) return;
  throw fail(
    'RNP_IMAGE_TOO_LARGE',
    `has ${width}×${height} pixels; at most ${limits.maxPixels / 1e6} million are read. Make it smaller.`,
  );
}
