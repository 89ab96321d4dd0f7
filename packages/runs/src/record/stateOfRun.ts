import { hasCheckpoint } from '@rnp/vae/node';
import { isWord } from '../checks.js';
import type { RunData } from '../data/runData.js';
import { adviseDamaged } from './damagedRun.js';
import type { RunMetrics } from './metrics.js';
import { readMetrics, readRecord } from './readRecord.js';
import { runFolder } from './runFolder.js';

/** The state of the folder of a sweep's run. */
export type StateOfRun =
  /** No run, or one without a checkpoint or results. */
  | { readonly type: 'none' }
  /** A run of other settings or images, or one that belongs to no sweep. */
  | { readonly type: 'other'; readonly data: RunData }
  /** The run, with a checkpoint to go on from. */
  | { readonly type: 'begun' }
  | { readonly type: 'done'; readonly metrics: RunMetrics };

/**
 * Tells how far a run of a sweep is, from the files in its folder.
 *
 * @param dir the run's folder
 * @param key the run's key (`runKey`)
 * @throws UsageError if a file in it is damaged or of a newer version
 */
export async function stateOfRun(dir: string, key: string): Promise<StateOfRun> {
  isWord('key', key);
  const folder = runFolder(dir);
  const record = await adviseDamaged(folder, () => readRecord(folder));
  if (record === null) return { type: 'none' };
  if (record.key !== key) return { type: 'other', data: record.data };
  const metrics = await adviseDamaged(folder, () => readMetrics(folder));
  if (metrics?.complete === true) return { type: 'done', metrics };
  return { type: (await hasCheckpoint(dir)) ? 'begun' : 'none' };
}
