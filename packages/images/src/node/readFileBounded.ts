import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { RnpError } from '@rnp/errors';
import { check } from '../checks.js';
import { defaultImageLimits } from '../limits.js';

/** How `readFileBounded` reads a file. */
export interface ReadFileOptions {
  /** Name of the file in errors. Default: its path. */
  readonly name?: string;
  /** Files with more bytes are refused before they are read. Default 256 million (`defaultImageLimits`). */
  readonly maxBytes?: number;
  /** Stops reading; its reason is thrown. */
  readonly signal?: AbortSignal;
}

/** Bytes between two looks at the signal. */
const piece = 8 << 20;

/**
 * Reads the bytes of a picture's file. Folders, pipes, sockets and devices are refused unread; the open file
 * is checked too, not only its path. At most the size that the file had when it was opened is read.
 *
 * @throws RnpError RNP_CONFIG for invalid options; RnpError RNP_FILE, RNP_IMAGE_TOO_LARGE or RNP_IMAGE_EMPTY,
 *   naming the file; the signal's reason when it is aborted
 */
export async function readFileBounded(path: string, options: ReadFileOptions = {}): Promise<Uint8Array> {
  check.text('path', path);
  check.options('options', options, [], ['name', 'maxBytes', 'signal']);
  const { name = path, maxBytes = defaultImageLimits.maxBytes, signal } = options;
  check.text('options.name', name);
  check.number('options.maxBytes', maxBytes, 0);
  if (signal !== undefined) check.signal('options.signal', signal);
  signal?.throwIfAborted();
  let file: FileHandle | undefined;
  try {
    // Opening a device can do something, and opening a pipe would wait for a writer.
    requireFile(await stat(path), name);
    file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const { size } = requireFile(await file.stat(), name);
    if (size > maxBytes) {
      throw new RnpError(
        'RNP_IMAGE_TOO_LARGE',
        `has ${size} bytes; at most ${maxBytes / 1e6} million are read. Make it smaller.`,
        { path: name },
      );
    }
    const bytes = new Uint8Array(size);
    let have = 0;
    while (have < size) {
      const { bytesRead } = await file.read(bytes, have, Math.min(piece, size - have), have);
      signal?.throwIfAborted();
      if (bytesRead === 0) break;
      have += bytesRead;
    }
    if (have === 0) throw new RnpError('RNP_IMAGE_EMPTY', 'is empty. Give a PNG or JPEG.', { path: name });
    return bytes.subarray(0, have);
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof RnpError) throw cause;
    throw new RnpError('RNP_FILE', complaintOf(cause), { path: name, cause });
  } finally {
    await file?.close();
  }
}

type Stats = Awaited<ReturnType<typeof stat>>;

function requireFile(info: Stats, path: string): { readonly size: number } {
  if (info.isFile()) return { size: Number(info.size) };
  const what = info.isDirectory()
    ? 'a folder'
    : info.isFIFO()
      ? 'a pipe'
      : info.isSocket()
        ? 'a socket'
        : 'a device';
  throw new RnpError('RNP_FILE', `is ${what}, not a file. Give a PNG or JPEG file.`, { path });
}

function complaintOf(cause: unknown): string {
  const { code } = cause as { code?: string };
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file. Check the path.';
  return `cannot be read (${code}). Check that it may be read.`;
}
