import { readFile, stat } from 'node:fs/promises';
import type { RnpError } from '@rnp/errors';
import { parseJson } from '@rnp/files';
import { UsageError, wrongSetting } from '../errors.js';
import { meantWords } from '../words/didYouMean.js';
import { meantBeside } from '../words/meantBeside.js';

/** Of a file that people write: settings, a sweep. */
const defaultMaxBytes = 16 * 1024 * 1024;

/**
 * A text file that a user names, in UTF-8, with or without a byte order mark.
 *
 * @param what the file is to be, such as 'a sweep, YAML or JSON', for errors
 * @param maxBytes what it may hold
 * @throws UsageError RNP_FILE naming the path: when there is none, it is no ordinary file (a pipe could go on for ever), or is too large;
 *   RNP_CONFIG when it is in another encoding
 */
export async function readTextFile(
  path: string,
  what: string,
  maxBytes: number = defaultMaxBytes,
): Promise<string> {
  return textOf(await bytesOf(path, what, maxBytes), path);
}

/**
 * JSON that a user names. See `readTextFile`.
 *
 * @throws UsageError RNP_FILE, RNP_CONFIG naming the path
 */
export async function readJsonFile(path: string, what: string): Promise<unknown> {
  const text = await readTextFile(path, what);
  try {
    return parseJson(text, path);
  } catch (error) {
    throw wrongSetting(path, (error as RnpError).complaint);
  }
}

/** @throws UsageError when the bytes are no UTF-8 */
export function textOf(bytes: Uint8Array, path: string): string {
  const utf16 = utf16Of(bytes);
  if (utf16 !== null) {
    throw wrongSetting(path, `is text in ${utf16}; save it in UTF-8`);
  }
  try {
    // Which also takes a byte order mark off.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw wrongSetting(path, 'is no text in UTF-8; save it in that encoding');
  }
}

/** By its byte order mark, or by the zeros that ASCII has in it. */
function utf16Of([first, second]: Uint8Array): string | null {
  if (first === 0xff && second === 0xfe) return 'UTF-16, little-endian';
  if (first === 0xfe && second === 0xff) return 'UTF-16, big-endian';
  if (second === 0 && first !== 0 && first !== undefined) return 'UTF-16, little-endian';
  return first === 0 && second !== undefined && second !== 0 ? 'UTF-16, big-endian' : null;
}

async function bytesOf(path: string, what: string, maxBytes: number): Promise<Uint8Array> {
  const refused = (complaint: string, cause?: unknown): UsageError =>
    new UsageError(complaint, { code: 'RNP_FILE', path, cause });
  // Opening a pipe would wait for somebody to write into it.
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR')
      throw refused(`cannot be read (${error.code})`, error);
    throw refused(`there is no such file; give ${what}${meantWords(meantBeside(path))}`, error);
  });
  if (info.isDirectory()) throw refused(`is a folder; give ${what}`);
  if (!info.isFile()) throw refused('is a pipe or a device; save it as a file and give that');
  if (info.size > maxBytes) throw refused(`has ${info.size} bytes, more than ${maxBytes}; give ${what}`);
  return readFile(path);
}
