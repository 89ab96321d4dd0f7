import { basename, dirname } from 'node:path';

interface Asset {
  readonly originalFileNames: readonly string[];
}

/**
 * Where an asset goes in the built folder: a model's files, all of which have the same names, with the model's name.
 * For Rollup's `assetFileNames`.
 */
export function assetNames({ originalFileNames: [original = ''] }: Asset): string {
  const folder = dirname(original);
  return basename(dirname(folder)) === 'trained'
    ? `assets/models/${basename(folder)}-[name]-[hash][extname]`
    : 'assets/[name]-[hash][extname]';
}

/** Whether few visitors need a file of the built folder: models besides the first, WASM without SIMD or with threads. */
export function isSeldomNeeded(file: string): boolean {
  if (file.startsWith('assets/models/')) return !file.startsWith('assets/models/mnist-');
  return file.endsWith('.wasm') && !/-wasm-simd-[^/]*$/.test(file);
}
