import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { check } from '../checks.js';
import { codeOf, fileError } from './fileError.js';

/** Lower-case hexadecimal, 64 digits. */
export function sha256(content: Uint8Array | string): string {
  if (typeof content !== 'string') check.bytes('content', content);
  return createHash('sha256').update(content).digest('hex');
}

/** The sha256 of a file, which is read piece by piece; null where there is none. @throws RnpError RNP_FILE */
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
