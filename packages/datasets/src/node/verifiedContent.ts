import { createGunzip } from 'node:zlib';
import { RnpError } from '@rnp/errors';
import { sha256 } from '@rnp/files/node';
import type { ManifestFile } from '../manifest/manifest.js';

export interface VerifyOptions {
  /** Where the bytes come from, named in errors. */
  readonly path: string;
  /** What the user is to do when they are wrong; ends the message. */
  readonly advice: string;
  readonly signal?: AbortSignal;
}

/** The most bytes a file can take on disk or on the wire: gzip adds next to nothing to what it cannot shrink. */
export function largestWrapped(file: ManifestFile): number {
  return Math.ceil(file.bytes * 1.01) + 1024;
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * The content of a file as the manifest wants it. Bytes without a gzip header are taken as they are: some
 * servers and tools inflate unasked.
 *
 * @throws RnpError `RNP_DATA_TRUNCATED`, `RNP_DATA_TOO_LARGE` (inflating stops there, so a bomb costs no
 *   more memory than the real file), `RNP_DATA_FORMAT` (damaged gzip) or `RNP_DATA_CHECKSUM`
 */
export async function verifiedContent(
  bytes: Uint8Array,
  file: ManifestFile,
  options: VerifyOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const content = isGzip(bytes) ? await inflate(bytes, file, options) : copyWithin(bytes, file, options);
  const hash = sha256(content);
  if (hash !== file.sha256) {
    throw wrong('RNP_DATA_CHECKSUM', `holds other data (sha256 ${hash}, expected ${file.sha256})`, options);
  }
  return content;
}

async function inflate(
  bytes: Uint8Array,
  file: ManifestFile,
  options: VerifyOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const content = new Uint8Array(file.bytes);
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  let at = 0;
  try {
    gunzip.end(bytes);
    for await (const chunk of gunzip as AsyncIterable<Uint8Array>) {
      options.signal?.throwIfAborted();
      if (at + chunk.length > content.length) throw tooLarge(file, options);
      content.set(chunk, at);
      at += chunk.length;
    }
  } catch (cause) {
    if (cause instanceof RnpError || options.signal?.aborted) throw cause;
    // zlib reports missing bytes as a buffer error of its own.
    if ((cause as { code?: unknown }).code === 'Z_BUF_ERROR') throw truncated(at, file, options, cause);
    throw wrong('RNP_DATA_FORMAT', 'is damaged: its gzip stream cannot be inflated', options, cause);
  }
  if (at < content.length) throw truncated(at, file, options);
  return content;
}

function copyWithin(bytes: Uint8Array, file: ManifestFile, options: VerifyOptions): Uint8Array<ArrayBuffer> {
  if (bytes.length > file.bytes) throw tooLarge(file, options);
  if (bytes.length < file.bytes) throw truncated(bytes.length, file, options);
  return new Uint8Array(bytes);
}

function tooLarge(file: ManifestFile, options: VerifyOptions): RnpError {
  return wrong('RNP_DATA_TOO_LARGE', `inflates to more than the expected ${file.bytes} bytes`, options);
}

function truncated(found: number, file: ManifestFile, options: VerifyOptions, cause?: unknown): RnpError {
  return wrong('RNP_DATA_TRUNCATED', `ends after ${found} of ${file.bytes} bytes`, options, cause);
}

function wrong(
  code: 'RNP_DATA_CHECKSUM' | 'RNP_DATA_FORMAT' | 'RNP_DATA_TOO_LARGE' | 'RNP_DATA_TRUNCATED',
  complaint: string,
  { path, advice }: VerifyOptions,
  cause?: unknown,
): RnpError {
  const ending = advice === '' ? '' : `. ${advice}`;
  return new RnpError(code, `${complaint}${ending}`, { path, cause });
}
