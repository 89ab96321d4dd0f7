import { RnpError, type RnpErrorCode } from '@rnp/errors';
import { check } from '../checks.js';
import type { FileSource, ManifestFile } from '../manifest/manifest.js';
import { omniglotManifest } from '../manifest/omniglot.js';
import { cachedFile, cachePath } from './cachedFile.js';
import { defaultDataDir } from './dataDir.js';
import { knownDatasets } from './knownDatasets.js';

export interface VerifyDatasetsOptions {
  /** A folder per data set lies in here; `defaultDataDir()` unless given. */
  readonly dataDir?: string;
  readonly signal?: AbortSignal;
  /** Told before a file is read. */
  readonly onFile?: (path: string, done: number, total: number) => void;
}

/** What is the matter with a file of a data set. */
export type FileVerdict =
  | { readonly path: string; readonly state: 'good'; readonly sha256: string }
  | { readonly path: string; readonly state: 'absent' }
  | {
      readonly path: string;
      readonly state: 'bad';
      readonly code: RnpErrorCode;
      readonly message: string;
    };

/**
 * Reads every file of every data set that is in the data folder and recomputes length and sha256; touches no network.
 *
 * @throws the signal's reason when it is aborted; what is wrong with files is told, not thrown
 */
export async function verifyDatasets(options: VerifyDatasetsOptions = {}): Promise<readonly FileVerdict[]> {
  check.options('options', options, [], ['dataDir', 'signal', 'onFile']);
  const { dataDir = defaultDataDir(), signal, onFile } = options;
  check.text('options.dataDir', dataDir);
  if (signal !== undefined) check.signal('options.signal', signal);
  if (onFile !== undefined) check.callable('options.onFile', onFile);
  const files = new Map<string, { readonly source: FileSource; readonly file: ManifestFile }>();
  const add = (source: FileSource, file: ManifestFile): void => {
    files.set(cachePath(dataDir, source, file), { source, file });
  };
  for (const { files: own } of knownDatasets) {
    if (own === null) continue;
    for (const file of [...own.of.train, ...own.of.test]) add(own.source, file);
  }
  add(omniglotManifest, omniglotManifest.oneShot);
  const verdicts: FileVerdict[] = [];
  for (const [path, { source, file }] of files) {
    onFile?.(path, verdicts.length, files.size);
    verdicts.push(await verdictOf(path, source, file, dataDir, signal));
  }
  return verdicts;
}

async function verdictOf(
  path: string,
  source: FileSource,
  file: ManifestFile,
  dataDir: string,
  signal: AbortSignal | undefined,
): Promise<FileVerdict> {
  try {
    await cachedFile(source, file, { dataDir, offline: true, ...(signal && { signal }) });
    return { path, state: 'good', sha256: file.sha256 };
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof RnpError)) throw error;
    if (error.code === 'RNP_DATA_DOWNLOAD') return { path, state: 'absent' };
    return { path, state: 'bad', code: error.code, message: error.message };
  }
}
