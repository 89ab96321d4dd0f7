import { VizError } from '../errors.js';
import type { Raster, Rgb } from '../raster.js';
import { type PngChunks, readPngChunks } from './pngChunks.js';
import { readPngSamples, samplesPerPixel } from './pngPixels.js';

export interface DecodeImageOptions {
  /** The file's name for messages. Default 'image'. */
  readonly path?: string;
  /** What shows through where the image is transparent. Default white, as on paper; give black for white ink on nothing. */
  readonly background?: Rgb;
  /** Larger images are refused from their header. Default 64 million pixels. */
  readonly maxPixels?: number;
}

export const defaultDecodeImageOptions: Required<DecodeImageOptions> = Object.freeze({
  path: 'image',
  background: [1, 1, 1] as const,
  maxPixels: 64e6,
});

/**
 * Any PNG → Raster: grey, RGB or palette, 1 to 16 bits, interlaced or not; alpha and tRNS are laid on the background.
 * Values as stored, divided by the largest; gamma and colour profiles are not applied. Animations: the first picture.
 *
 * @returns 1 channel for a grey image (on a grey background), 3 otherwise
 * @throws VizError RNP_IMAGE_EMPTY, RNP_IMAGE_NOT_PNG, RNP_IMAGE_TRUNCATED, RNP_IMAGE_CORRUPT, RNP_IMAGE_TOO_LARGE; all
 * name the file
 * @example
 * decodeImage(await readFile('seven.png'), { path: 'seven.png' }) // { width: 28, height: 28, channels: 1, data }
 */
export function decodeImage(bytes: Uint8Array, options: DecodeImageOptions = {}): Raster {
  const { path, background, maxPixels } = { ...defaultDecodeImageOptions, ...options };
  const chunks = readPngChunks(bytes, path, maxPixels);
  const samples = readPngSamples(chunks, path);
  return colour(chunks, samples, background, path);
}

function colour(chunks: PngChunks, samples: Uint8Array | Uint16Array, background: Rgb, path: string): Raster {
  const { header, palette, transparency } = chunks;
  const { width, height, colourType } = header;
  const n = samplesPerPixel[colourType];
  const grey = colourType === 0 || colourType === 4;
  const neutral = background[0] === background[1] && background[1] === background[2];
  const opaque = transparency === null && (colourType === 0 || colourType === 2 || colourType === 3);
  const channels = grey && (neutral || opaque) ? 1 : 3;
  const largest = 2 ** header.depth - 1;
  const key = colourType === 3 ? null : transparentColour(transparency);
  const data = new Float32Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * n;
    let alpha = 1;
    if (palette !== null && colourType === 3) {
      const index = samples[from]!;
      if (index * 3 >= palette.length)
        throw new VizError(
          'RNP_IMAGE_CORRUPT',
          `is a damaged PNG: colour ${index} of a palette of ${palette.length / 3}. Export it again.`,
          path,
        );
      alpha = (transparency?.[index] ?? 255) / 255;
      for (let i = 0; i < 3; i++)
        data[pixel * 3 + i] = over(palette[index * 3 + i]! / 255, alpha, background[i]!);
      continue;
    }
    if (colourType === 4 || colourType === 6) alpha = samples[from + n - 1]! / largest;
    else if (key?.every((value, i) => samples[from + i] === value)) alpha = 0;
    for (let i = 0; i < channels; i++) {
      const value = samples[from + (grey ? 0 : i)]! / largest;
      data[pixel * channels + i] = over(value, alpha, background[i]!);
    }
  }
  return { width, height, channels, data };
}

function over(value: number, alpha: number, under: number): number {
  return alpha === 1 ? value : value * alpha + under * (1 - alpha);
}

/** tRNS of a grey or RGB image: the one colour, in samples, that is transparent. */
function transparentColour(transparency: Uint8Array | null): number[] | null {
  if (transparency === null) return null;
  const colour: number[] = [];
  for (let at = 0; at + 1 < transparency.length; at += 2)
    colour.push((transparency[at]! << 8) | transparency[at + 1]!);
  return colour;
}
