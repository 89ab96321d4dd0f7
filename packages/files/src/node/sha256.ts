import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { codeOf } from './fileError.js';

/** Lower-case hexadecimal, 64 digits. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The sha256 of a file, which is read piece by piece; null where there is none. @throws the file system's error */
export async function sha256OfFile(path: string): Promise<string | null> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
  return hash.digest('hex');
}
