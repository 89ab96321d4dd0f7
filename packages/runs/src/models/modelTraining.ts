import { readModelConfig } from '@rnp/vae';
import { readMetrics } from '../record/readRecord.js';
import { runFolder } from '../record/runFolder.js';
import { isOpened } from './modelLooks.js';
import type { OpenedModel } from './openModel.js';

/** What a model says of its training; null where it does not. */
export interface ModelTraining {
  /** Steps that were done, or, of a model away from its run, those it was to be trained for. */
  readonly steps: number | null;
  /** Of the images it learned from, see `dataContent`. */
  readonly digest: string | null;
}

/** @throws RnpError where the model's config.json is damaged */
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
  };
}
