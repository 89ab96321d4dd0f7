import { RnpError } from '@rnp/errors';
import type { CachedFileOptions } from './cachedFile.js';

/** What every loader takes. */
export interface LoadOptions extends Omit<CachedFileOptions, 'dataDir'> {
  readonly split: 'train' | 'test';
  /** A folder per data set lies in here; `defaultDataDir()` unless given. */
  readonly dataDir?: string;
}

/** @throws RnpError `RNP_CONFIG`; callers may come from JavaScript */
export function requireSplit(name: string, split: string): void {
  if (split === 'train' || split === 'test') return;
  throw new RnpError('RNP_CONFIG', `${name} has no split '${split}'; choose 'train' or 'test'`);
}
