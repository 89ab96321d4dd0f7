import { check } from '../checks.js';
import type { CachedFileOptions } from './cachedFile.js';

/** The options of every loader. */
export interface LoadOptions extends Omit<CachedFileOptions, 'dataDir'> {
  readonly split: 'train' | 'test';
  /** The data folder, which has a folder for each data set. Default `defaultDataDir()`. */
  readonly dataDir?: string;
}

const shared: readonly (keyof LoadOptions)[] = ['dataDir', 'offline', 'signal', 'onProgress', 'stallSeconds'];

/**
 * The options of a loader, each of its type.
 *
 * @param required of those that `own` does not name
 * @throws RnpError `RNP_CONFIG` naming the first that is unknown, missing or of another type
 */
export function requireLoadOptions(
  options: unknown,
  required: readonly string[],
  own: readonly string[] = [],
): void {
  check.options('options', options, required, [...shared, ...own]);
  requireShared(options as Partial<LoadOptions>);
}

/** @throws RnpError `RNP_CONFIG` naming the one that is of another type */
export function requireShared(options: Partial<LoadOptions>): void {
  const { dataDir, offline, signal, onProgress, stallSeconds } = options;
  if (dataDir !== undefined) check.text('options.dataDir', dataDir);
  if (offline !== undefined) check.choice('options.offline', offline, [true, false]);
  if (signal !== undefined) check.signal('options.signal', signal);
  if (onProgress !== undefined) check.callable('options.onProgress', onProgress);
  if (stallSeconds !== undefined) check.number('options.stallSeconds', stallSeconds, 0);
}
