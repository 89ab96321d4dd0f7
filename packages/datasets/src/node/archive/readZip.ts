import { crc32 } from 'node:zlib';
import { RnpError } from '@rnp/errors';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import {
  ArchiveBudget,
  type ArchiveEntry,
  type ArchiveLimits,
  archiveError,
  requireHonestName,
} from './archiveLimits.js';

export interface ReadZipOptions {
  /** Named in errors. */
  readonly path: string;
  readonly limits: ArchiveLimits;
  /** Which entries are read; the others are only looked at. */
  readonly wanted: (name: string) => boolean;
  readonly signal?: AbortSignal;
}

const fileType = 0o170000;
const regular = 0o100000;
const directory = 0o040000;

/**
 * The wanted files of a zip, in memory, in the archive's order. All entries are looked at before the first is
 * inflated, so nothing is read of an archive that has a bad one.
 *
 * @throws RnpError `RNP_DATA_ARCHIVE` for a link, a dishonest name, encryption, or more than the limits allow;
 *   `RNP_DATA_FORMAT` if it is not a zip, or damaged; the signal's reason when it is aborted
 */
export async function* readZip(
  bytes: Uint8Array,
  options: ReadZipOptions,
): AsyncGenerator<ArchiveEntry, void, undefined> {
  const { path, wanted, signal } = options;
  const zip = await reading(path, () =>
    // Strict: names with backslashes are errors and not silently mended.
    fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      lazyEntries: true,
      validateEntrySizes: true,
      strictFileNames: true,
    }),
  );
  const entries = await reading(path, () => honestEntries(zip, options));
  for (const entry of entries) {
    if (entry.fileName.endsWith('/') || !wanted(entry.fileName)) continue;
    signal?.throwIfAborted();
    yield { name: entry.fileName, bytes: await reading(path, () => contentOf(zip, entry, path)) };
  }
}

async function honestEntries(zip: ZipFile, { path, limits }: ReadZipOptions): Promise<readonly Entry[]> {
  const budget = new ArchiveBudget(path, limits);
  const entries: Entry[] = [];
  for await (const entry of zip.eachEntry()) {
    const { fileName, uncompressedSize, compressedSize, compressionMethod } = entry;
    requireHonestName(path, fileName);
    budget.add(fileName, uncompressedSize, compressedSize);
    // The Unix mode, where the archive has one; 0 where it was made elsewhere.
    const type = (entry.externalFileAttributes >>> 16) & fileType;
    if (type !== 0 && type !== regular && type !== directory) {
      throw archiveError(path, fileName, 'is a link or a device');
    }
    if (entry.isEncrypted()) throw archiveError(path, fileName, 'is encrypted');
    if (compressionMethod !== 0 && compressionMethod !== 8) {
      throw archiveError(path, fileName, `is compressed by method ${compressionMethod}, which is not read`);
    }
    entries.push(entry);
  }
  return entries;
}

async function contentOf(zip: ZipFile, entry: Entry, path: string): Promise<Uint8Array> {
  const content = new Uint8Array(entry.uncompressedSize);
  let at = 0;
  // The stream fails by itself when it brings more or fewer bytes than the entry claims.
  for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Uint8Array>) {
    content.set(chunk, at);
    at += chunk.length;
  }
  if (crc32(content) !== entry.crc32) {
    throw new RnpError('RNP_DATA_CHECKSUM', 'is damaged: its CRC-32 differs. Get it again', {
      path: `${path}: entry ${entry.fileName}`,
    });
  }
  return content;
}

/** What yauzl finds wrong, as our error. */
async function reading<Result>(path: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof RnpError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    const dishonest = /^(invalid relative path|absolute path|invalid characters in fileName)/.test(reason);
    throw new RnpError(
      dishonest ? 'RNP_DATA_ARCHIVE' : 'RNP_DATA_FORMAT',
      `cannot be read as a zip: ${reason}. Get it again`,
      { path, cause },
    );
  }
}
