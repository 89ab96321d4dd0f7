import { DatasetError } from '../errors.js';
import type { CachedFileOptions } from './cachedFile.js';

/** What every loader takes. */
export interface LoadOptions extends Omit<CachedFileOptions, 'dataDir'> {
  readonly split: 'train' | 'test';
  /** A folder per data set lies in here; `defaultDataDir()` unless given. */
  readonly dataDir?: string;
}

/** @throws DatasetError `RNP_DATA_ARGUMENT`; callers may come from JavaScript */
export function requireSplit(name: string, split: string): void {
  if (split === 'train' || split === 'test') return;
  throw new DatasetError('RNP_DATA_ARGUMENT', `${name} has no split '${split}'; choose 'train' or 'test'`);
}
