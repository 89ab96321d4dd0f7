import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { check } from '../checks.js';
import { codeOf, fileError } from './fileError.js';

/** The SHA-256 digest of bytes, or of a text in UTF-8: 64 lower-case hexadecimal digits. */
export function sha256(content: Uint8Array | string): string {
  if (typeof content !== 'string') check.bytes('content', content);
  return createHash('sha256').update(content).digest('hex');
}

/**
 * The SHA-256 digest of a file, read piece by piece: 64 lower-case hexadecimal digits. Null if there is no
 * file.
 *
 * @throws RnpError RNP_FILE if the file cannot be read
 */
export async function sha256OfFile(path: string): Promise<string | null> {
  check.text('path', path);
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw fileError(error, 'read', path);
  }
  return hash.digest('hex');
}
