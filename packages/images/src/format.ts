import type { DecodeContext } from './decodeOptions.js';

export type ImageFormat = 'png' | 'jpeg';

const signatures: readonly (readonly [format: ImageFormat, start: string])[] = Object.freeze([
  ['png', '89504e470d0a1a0a'],
  ['jpeg', 'ffd8ff'],
]);

/** Other formats that people try, told by their bytes from `at`, so that the message can name them. */
const strangers: readonly (readonly [name: string, start: string, at?: number])[] = Object.freeze([
  ['a GIF', '474946'],
  ['a WebP', '57454250', 8],
  ['a BMP', '424d'],
  ['a TIFF', '49492a00'],
  ['a TIFF', '4d4d002a'],
  ['a HEIC or AVIF', '66747970', 4],
  ['a JPEG 2000', '0000000c6a5020'],
  ['a JPEG XL', 'ff0a'],
  ['a PDF', '25504446'],
  ['an SVG', '3c737667'],
  ['an SVG', '3c3f786d6c'],
]);

/**
 * PNG or JPEG, by the first bytes and not by the name.
 *
 * @throws RnpError RNP_IMAGE_EMPTY, RNP_IMAGE_FORMAT, RNP_IMAGE_TRUNCATED
 */
export function formatOf(bytes: Uint8Array, { fail }: Pick<DecodeContext, 'fail'>): ImageFormat {
  if (bytes.length === 0) throw fail('RNP_IMAGE_EMPTY', 'is empty. Give a PNG or JPEG.');
  const start = hex(bytes, 0, 16);
  for (const [format, signature] of signatures) {
    if (start.startsWith(signature)) return format;
    if (bytes.length * 2 < signature.length && signature.startsWith(start))
      throw fail('RNP_IMAGE_TRUNCATED', `is a ${format.toUpperCase()} that ends too early. Copy it again.`);
  }
  const name = strangers.find(([, stranger, at = 0]) => start.slice(2 * at).startsWith(stranger))?.[0];
  throw fail('RNP_IMAGE_FORMAT', `is ${name ?? 'neither PNG nor JPEG'}. Convert it to PNG or JPEG first.`);
}

function hex(bytes: Uint8Array, from: number, to: number): string {
  return Array.from(bytes.subarray(from, to), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
