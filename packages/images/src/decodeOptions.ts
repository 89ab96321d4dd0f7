import { RnpError, type RnpErrorCode } from '@rnp/errors';
import { check } from './checks.js';
import { defaultImageLimits, type ImageLimits } from './limits.js';

export interface DecodeOptions {
  /** The file's name for messages. Default 'image'. */
  readonly path?: string;
  /**
   * What shows where a PNG is transparent. Default 'auto': black where what can be seen is light (its mean luma, weighted by
   * its opacity, is above ½), so that white ink on nothing is seen; else white, as paper.
   */
  readonly background?: Background;
  readonly limits?: Partial<ImageLimits>;
}

const optionNames: readonly string[] = ['path', 'background', 'limits'];

export type Background = 'auto' | 'white' | 'black';

/** What decoders work with: limits filled in, and the error that names the file. */
export interface DecodeContext {
  readonly background: Background;
  readonly limits: ImageLimits;
  readonly fail: (code: RnpErrorCode, complaint: string, cause?: unknown) => RnpError;
}

export function decodeContext(options: DecodeOptions): DecodeContext {
  check.options('options', options, [], optionNames);
  const { path = 'image', background = 'auto', limits = {} } = options;
  check.text('path', path);
  requireBackground(background);
  check.options('limits', limits, [], Object.keys(defaultImageLimits));
  for (const [name, limit] of Object.entries(limits)) if (limit !== undefined) check.number(name, limit, 0);
  return {
    background,
    limits: { ...defaultImageLimits, ...limits },
    fail: (code, complaint, cause) => new RnpError(code, complaint, { path, cause }),
  };
}

/** @throws RnpError RNP_CONFIG */
export function requireBackground(background: unknown, path = 'background'): void {
  check.choice(path, background, ['auto', 'white', 'black']);
}

/** @throws RnpError RNP_IMAGE_TOO_LARGE */
export function requirePixels(width: number, height: number, { limits, fail }: DecodeContext): void {
  if (width * height <= limits.maxPixels) return;
  throw fail(
    'RNP_IMAGE_TOO_LARGE',
    `has ${width}×${height} pixels; at most ${limits.maxPixels / 1e6} million are read. Make it smaller.`,
  );
}
