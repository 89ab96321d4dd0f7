import { train } from '@rnp/vae';

/**
 * `train` on one core, or `trainParallel` with so many workers, with the same arguments and events. The workers are
 * only loaded where they are used.
 *
 * @param {number | null} workers null for as many as `trainParallel` takes by itself
 */
export async function trainer(workers) {
  if (workers === 1) return train;
  const { trainParallel } = await import('@rnp/vae/workers');
  return (model, data, options) =>
    trainParallel(model, data, { ...options, ...(workers === null ? {} : { workers }) });
}
