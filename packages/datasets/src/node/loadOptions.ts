import type { CachedFileOptions } from './cachedFile.js';

/** What every loader takes. */
export interface LoadOptions extends Omit<CachedFileOptions, 'dataDir'> {
  readonly split: 'train' | 'test';
  /** A folder per data set lies in here; `defaultDataDir()` unless given. */
  readonly dataDir?: string;
}
