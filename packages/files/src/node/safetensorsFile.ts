import type { FileHandle } from 'node:fs/promises';
import { check } from '../checks.js';
import {
  headerEnd,
  lengthBytes,
  readSafetensorsHeader,
  type SafetensorsHeader,
} from '../safetensors/header.js';
import { fileError } from './fileError.js';

/**
 * Reads the header of a safetensors file and checks it against the file's size. The tensors are not read.
 *
 * @param path named in errors
 * @throws RnpError RNP_WEIGHTS if it is not a safetensors file; RnpError RNP_FILE if it cannot be read
 */
export async function readSafetensorsFileHeader(file: FileHandle, path: string): Promise<SafetensorsHeader> {
  check.object('file', file);
  check.callable('file.stat', file.stat);
  check.callable('file.read', file.read);
  check.text('path', path);
  try {
    const { size } = await file.stat();
    const end = headerEnd(await beginning(file, Math.min(size, lengthBytes)), path, size);
    return readSafetensorsHeader(await beginning(file, end), path, size);
  } catch (cause) {
    throw fileError(cause, 'read', path);
  }
}

/** The first bytes of a file; fewer where it has fewer. */
async function beginning(file: FileHandle, bytes: number): Promise<Uint8Array> {
  const part = new Uint8Array(bytes);
  let done = 0;
  while (done < bytes) {
    const { bytesRead } = await file.read(part, done, bytes - done, done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return part.subarray(0, done);
}
