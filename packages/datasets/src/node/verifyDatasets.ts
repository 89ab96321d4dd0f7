import { RnpError, type RnpErrorCode } from '@rnp/errors';
import { check } from '../checks.js';
import type { FileSource, ManifestFile } from '../manifest/manifest.js';
import { omniglotManifest } from '../manifest/omniglot.js';
import { cachedFile, cachePath } from './cachedFile.js';
import { defaultDataDir } from './dataDir.js';
import { knownDatasets } from './knownDatasets.js';

/** How `verifyDatasets` looks. */
export interface VerifyDatasetsOptions {
  /** The data folder, which has a folder for each data set. Default `defaultDataDir()`. */
  readonly dataDir?: string;
  /** Stops the check; its reason is thrown. */
  readonly signal?: AbortSignal;
  /**
   * Called before each file, present or not, with its path, the number of files done and the number of all
   * files.
   */
  readonly onFile?: (path: string, done: number, total: number) => void;
}

/** The state of a file of a data set. */
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
 * Checks the length and sha256 of every file of every known data set in the data folder. It never uses the
 * network. A folder of ETH-80 in place of its archive has no checksum and is not checked.
 *
 * @returns a verdict per file; bad files are told, not thrown
 * @throws RnpError RNP_CONFIG for invalid options; the signal's reason when it is aborted
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
