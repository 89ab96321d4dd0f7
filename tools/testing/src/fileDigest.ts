import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A file's SHA-256, to compare large files by: of two that differ Jest would show each byte, for many minutes. */
export const fileDigest = (path: string): string =>
  createHash('sha256').update(readFileSync(path)).digest('hex');
