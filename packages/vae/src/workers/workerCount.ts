import { RnpError, shown } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import { checkSetting } from '../checks.js';
import { availableCores } from '../node/threads.js';

/** With fewer images each, workers spend their time on waiting for each other. */
const minImages = 8;

/**
 * The number of workers that `train` starts for `workers: 'auto'`: one per core, but so few that each has at
 * least 8 images of the batch, and at least one. Workers compute on WASM, so it is 1 if another backend is
 * active.
 *
 * @param batchSize images per batch, a whole number from 1
 * @throws RnpError RNP_CONFIG for another batch size
 */
export function defaultWorkers(batchSize: number): number {
  checkSetting.wholeNumber('batchSize', batchSize, 1);
  if (tf.getBackend() !== 'wasm') return 1;
  const cores = availableCores() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
  return Math.max(1, Math.min(cores, Math.floor(batchSize / minImages)));
}

/** @throws RnpError RNP_CONFIG unless `workers` can each have an image */
export function checkWorkers(workers: number, batchSize: number): void {
  if (!Number.isSafeInteger(workers) || workers < 1 || workers > batchSize) {
    throw new RnpError(
      'RNP_CONFIG',
      `must be 'auto' or a whole number from 1 to the batch size, ${batchSize}, not ${shown(workers)}`,
      { path: 'training.workers' },
    );
  }
}

/** Why there can be no shared memory here, or null where there can. */
export function withoutSharing(): string | null {
  const { crossOriginIsolated } = globalThis as { readonly crossOriginIsolated?: boolean };
  if (typeof SharedArrayBuffer !== 'undefined' && crossOriginIsolated !== false) return null;
  return 'this page is not isolated, so workers cannot share memory: training on one core. Serve it with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp';
}
