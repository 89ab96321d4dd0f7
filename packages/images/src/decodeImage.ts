import { check } from './checks.js';
import { type DecodeContext, type DecodeOptions, decodeContext } from './decodeOptions.js';
import { formatOf } from './format.js';
import { decodeCheckedJpeg } from './jpeg/decodeJpeg.js';
import { decodeChunks } from './png/decodePng.js';
import { inflateFor } from './png/kernelInflate.js';
import { readPngChunks } from './png/pngChunks.js';
import type { Picture } from './raster.js';

/**
 * The bytes of a PNG or JPEG file, whatever its name → a picture, the same to the last bit in Node and in every browser; see
 * `decodePng` and `decodeJpeg`.
 *
 * @returns 1 channel for a grey PNG, 3 otherwise
 * @throws RnpError RNP_IMAGE_EMPTY, _FORMAT, _TRUNCATED, _CORRUPT, _TOO_LARGE; all name the path
 * @example
 * await decodeImage(new Uint8Array(await file.arrayBuffer()), { path: file.name })
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeOptions = {}): Promise<Picture> {
  check.bytes('bytes', bytes);
  const context = decodeContext(options);
  requireBytes(bytes, context);
  if (formatOf(bytes, context) === 'jpeg') return decodeCheckedJpeg(bytes, context);
  const chunks = readPngChunks(bytes, context);
  return decodeChunks(chunks, context, await inflateFor(chunks));
}

/** @throws RnpError RNP_IMAGE_TOO_LARGE */
export function requireBytes(bytes: Uint8Array, { limits, fail }: DecodeContext): void {
  if (bytes.length > limits.maxBytes)
    throw fail('RNP_IMAGE_TOO_LARGE', `has ${bytes.length} bytes. Make it smaller.`);
}
