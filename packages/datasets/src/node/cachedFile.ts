import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { option, RnpError, type Wording, worded } from '@rnp/errors';
import type { FileSource, ManifestFile } from '../manifest/manifest.js';
import type { DataProgressListener } from '../progress.js';
import { download } from './download.js';
import { keepFile, requireWritable } from './keepFile.js';
import { isGzip, largestWrapped, verifiedContent } from './verifiedContent.js';

/** How a file of a data set is found. */
export interface CachedFileOptions {
  /** The data folder, which has a folder for each data set. */
  readonly dataDir: string;
  /** Whether the network must not be used. Default false. */
  readonly offline?: boolean;
  /** Stops loading; its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Called for downloads, and for files as they are read. */
  readonly onProgress?: DataProgressListener;
  /** Seconds without a byte after which the next mirror is tried. Default 30. */
  readonly stallSeconds?: number;
}

interface Asked extends CachedFileOptions {
  /** What else can be done where the file is not to be had. Default: the digits that come with the package. */
  readonly instead?: string | Wording;
}

const digitsInstead = worded` The digits that come with the package need no network: ${option('data', 'digits')}.`;

/** Where a file of a data set lies, or will lie. */
export function cachePath(dataDir: string, manifest: Pick<FileSource, 'folder'>, file: ManifestFile): string {
  return join(dataDir, manifest.folder, file.file);
}

/**
 * The verified content of a file: from the cache, or else from the first mirror that delivers it, which then
 * fills the cache. Nothing is written unless it was verified, so an aborted download leaves nothing.
 *
 * @throws RnpError see `RNP_DATA_…`; the signal's reason when it is aborted
 */
export async function cachedFile(
  manifest: FileSource,
  file: ManifestFile,
  options: Asked,
): Promise<Uint8Array<ArrayBuffer>> {
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  const path = cachePath(options.dataDir, manifest, file);
  const held = await readCached(path, file, signal);
  if (held !== undefined) {
    const advice = 'Delete it and run again to download it afresh';
    const content = await verifiedContent(held, file, { path, advice, ...(signal && { signal }) });
    onProgress?.({ type: 'ready', file: file.file, path, source: 'cache' });
    return content;
  }
  if (options.offline || manifest.mirrors.length === 0)
    throw unavailable(manifest, file, options, [], 'RNP_DATA_DOWNLOAD');
  await requireWritable(path);
  const { bytes, content } = await fromMirrors(manifest, file, options);
  signal?.throwIfAborted();
  await keepFile(path, keptAs(file, bytes, content));
  onProgress?.({ type: 'ready', file: file.file, path, source: 'download' });
  return content;
}

/** A .gz file is kept compressed, also where a server inflated it on the way. */
function keptAs(file: ManifestFile, bytes: Uint8Array, content: Uint8Array): Uint8Array {
  return !file.file.endsWith('.gz') || isGzip(bytes) ? bytes : gzipSync(content);
}

/** The bytes in the cache; undefined when there is no such file. */
async function readCached(
  path: string,
  file: ManifestFile,
  signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
  try {
    const info = await stat(path);
    if (!info.isFile()) throw new RnpError('RNP_FILE', `is no file; move it away`, { path });
    if (info.size > largestWrapped(file)) {
      throw new RnpError(
        'RNP_DATA_TOO_LARGE',
        `has ${info.size} bytes, more than the real file can have. Delete it and run again`,
        { path },
      );
    }
    return await readFile(path, { signal });
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof RnpError) throw cause;
    const { code } = cause as { code?: string };
    if (code === 'ENOENT') return undefined;
    throw new RnpError('RNP_FILE', `cannot be read (${code}); check that it may be`, {
      path,
      cause,
    });
  }
}

async function fromMirrors(
  manifest: FileSource,
  file: ManifestFile,
  options: Asked,
): Promise<{ readonly bytes: Uint8Array; readonly content: Uint8Array<ArrayBuffer> }> {
  const { signal, onProgress, stallSeconds } = options;
  const failures: string[] = [];
  let code: RnpError['code'] = 'RNP_DATA_DOWNLOAD';
  let max = 0;
  for (const mirror of manifest.mirrors) {
    const address = `${mirror}${file.remote ?? file.file}`;
    try {
      const bytes = await download(address, {
        maxBytes: largestWrapped(file),
        ...(signal && { signal }),
        ...(stallSeconds !== undefined && { stallSeconds }),
        onBytes: (loaded, total) => {
          max = Math.max(max, loaded);
          const known = total === undefined ? {} : { total: Math.max(total, max) };
          onProgress?.({ type: 'download', file: file.file, address, loaded: max, ...known });
        },
      });
      return {
        bytes,
        content: await verifiedContent(bytes, file, { path: address, advice: '', ...(signal && { signal }) }),
      };
    } catch (cause) {
      signal?.throwIfAborted();
      if (!(cause instanceof RnpError)) throw cause;
      // Wrong bytes say more than a mirror that cannot be reached.
      if (cause.code !== 'RNP_DATA_DOWNLOAD') code = cause.code;
      // The address stands before it already.
      const reason = cause.path === address ? cause.complaint : cause.message;
      failures.push(`${address}: ${reason}`);
      const left = manifest.mirrors.length - failures.length;
      onProgress?.({ type: 'mirror-failed', file: file.file, address, reason, left });
    }
  }
  throw unavailable(manifest, file, options, failures, code);
}

function unavailable(
  manifest: FileSource,
  file: ManifestFile,
  { dataDir, instead = digitsInstead }: Asked,
  failures: readonly string[],
  code: RnpError['code'],
): RnpError {
  const path = cachePath(dataDir, manifest, file);
  const addresses = manifest.mirrors.map((mirror) => `${mirror}${file.remote ?? file.file}`).join(', ');
  const tried =
    failures.length > 0
      ? `could not be downloaded (${failures.join('; ')}).`
      : manifest.mirrors.length === 0
        ? 'is not here, and there is no address to download it from.'
        : `is not here, and offline was asked for (${addresses}).`;
  const how = manifest.mirrors.length === 0 ? 'Put' : 'Without a network, put';
  // Mirrors that were tried are named with their reasons already.
  const upstream = file.remote === undefined ? 'the file' : `${file.remote} of its publisher`;
  return new RnpError(
    code,
    worded`${tried} ${how} ${upstream} there, or set RNP_DATA_DIR to a folder that holds ${manifest.folder}/${file.file}.${instead}`,
    { path },
  );
}
