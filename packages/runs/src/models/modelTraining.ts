import { readSafetensorsHeader } from '@rnp/files';
import { readModelConfig } from '@rnp/vae';
import { readMetrics } from '../record/readRecord.js';
import { runFolder } from '../record/runFolder.js';
import { isOpened } from './modelLooks.js';
import type { OpenedModel } from './openModel.js';

/** What a model tells of its training; null for what it does not tell. */
export interface ModelTraining {
  /** Steps that were done; for a model outside its run's folder, the steps that were planned. */
  readonly steps: number | null;
  /** Digest of the images that it learned from (`dataContent`). */
  readonly digest: string | null;
  /** Whether @rnp/vae wrote its weights; those of another program may be in another order. */
  readonly ownWeights: boolean;
}

/**
 * Reads what a model tells of its training, from its config and its run.
 *
 * @throws RnpError if the model's config.json is damaged
 */
export async function modelTraining(opened: OpenedModel): Promise<ModelTraining> {
  isOpened('opened', opened);
  const { files, dir, runDir } = opened;
  const { training, digest } = readModelConfig(files['config.json'], `${dir}/config.json`);
  const planned = (training as { readonly steps?: unknown } | null | undefined)?.steps;
  // A run that was stopped has done fewer; metrics that cannot be read are no reason to measure nothing.
  const done = runDir === null ? null : await readMetrics(runFolder(runDir)).catch(() => null);
  return {
    steps: done?.steps ?? (typeof planned === 'number' ? planned : null),
    digest: typeof digest === 'string' ? digest : null,
    ownWeights: readSafetensorsHeader(files['model.safetensors']).metadata.format === 'rnp',
  };
}
