import { RnpError } from '@rnp/errors';
import { TaskError } from '@rnp/queue';
import type { RunMetrics } from '../record/metrics.js';
import { readRecord } from '../record/readRecord.js';
import type { RunFolder } from '../record/runFolder.js';
import { completeSettings } from '../settings/settings.js';
import type { Settings } from '../settings/settingTypes.js';
import { canonicalJson, runKey } from '../sweep/runKey.js';
import type { RunTask } from '../sweep/task.js';

/** What decides the numbers of a run. */
export interface RunIdentity extends Pick<RunTask, 'key' | 'digest' | 'backend'> {
  readonly settings: RunTask['settings'] | Settings;
}

/**
 * Sees that a task's key is that of its settings: under another one its result would be handed to whoever asks for that.
 *
 * @throws TaskError `RNP_TASK_KEY`
 */
export function requireKey({ key, digest, settings, backend }: RunIdentity): void {
  if (runKey(settings as Settings, backend, digest) === key) return;
  throw new TaskError(
    'RNP_TASK_KEY',
    `the task’s key ${key} is not that of its settings; submit the sweep again`,
    {
      retry: false,
    },
  );
}

/**
 * Sees that a run fetched from a store is the one that is asked for, as far as its record and figures tell.
 *
 * @throws RnpError RNP_STORE naming what to delete
 */
export async function requireStoredRun(
  { key, digest, settings, backend }: RunIdentity,
  folder: RunFolder,
  metrics: RunMetrics,
): Promise<void> {
  const record = await readRecord(folder);
  const refuse = (what: string): never => {
    throw new RnpError(
      'RNP_STORE',
      `runs/${key} in the store holds a run of other ${what} than its key stands for; delete it there, and begin the sweep again`,
    );
  };
  if (record === null || record.key !== key) return refuse('settings');
  if (record.data.digest !== digest) return refuse('images');
  const { network, model, training, workers } = completeSettings(settings as Settings, record.data);
  const wanted = { network, model, training, workers: workers ?? record.workers, backend };
  const held = {
    network: record.network,
    model: record.model,
    training: record.training,
    workers: record.workers,
    backend: record.backend,
  };
  if (canonicalJson(held) !== canonicalJson(wanted)) return refuse('settings');
  const { steps, seed } = training;
  if (metrics.steps !== steps || metrics.seed !== seed || metrics.backend !== backend)
    return refuse('settings');
}
