import { join } from 'node:path';
import { adamFromSafetensors, type TrainingState, weightsFromSafetensors } from '@rnp/vae';
import type { LoadedCheckpoint } from '@rnp/vae/node';
import type { RunSplits } from '../data/runData.js';
import { measuredTable, trainedTable } from '../record/curveTable.js';
import { keepRows } from '../record/keptRows.js';
import { replacedRun } from '../record/replacedRun.js';
import type { RunFolder } from '../record/runFolder.js';
import type { RunRecord, RunState } from '../record/runRecord.js';
import { type RunModel, runModel, runShapes } from '../settings/networkKind.js';
import { adaptedModel, type Donor } from './adapt.js';

/** A run that is ready to take its next step. */
export interface PreparedRun {
  readonly folder: RunFolder;
  readonly record: RunRecord;
  readonly model: RunModel;
  readonly data: RunSplits;
  /** Where an earlier session stopped; null for a new run. */
  readonly resume: Pick<TrainingState, 'adam' | 'step' | 'reports'> | null;
  /** Seconds of training in earlier sessions. */
  readonly secondsBefore: number;
  /** Where the run waits that this one replaces; null where there was none. */
  readonly replaced: string | null;
}

/**
 * A run from its first step.
 *
 * @param donor the model that is to adapt; null for fresh weights
 */
export function freshRun(
  folder: RunFolder,
  record: RunRecord,
  data: RunSplits,
  donor: Donor | null,
): PreparedRun {
  const { seed } = record.training;
  const model =
    donor === null
      ? runModel(record.network, record.model, { seed })
      : adaptedModel(donor, record.model, seed);
  return { folder, record, model, data, resume: null, secondsBefore: 0, replaced: null };
}

/**
 * A run from its checkpoint on. Rows of metrics.jsonl and evaluations.jsonl after the checkpoint are dropped: they will come again.
 *
 * @param warn told of rows before it that are lost
 * @throws RnpError RNP_WEIGHTS when the checkpoint does not fit its own settings; no tensors are left then
 */
export async function resumedRun(
  folder: RunFolder,
  record: RunRecord,
  data: RunSplits,
  checkpoint: LoadedCheckpoint,
  { seconds, reports, logged }: Pick<RunState, 'seconds' | 'reports' | 'logged'>,
  warn: (message: string) => void,
): Promise<PreparedRun> {
  const shapes = runShapes(record.network, record.model);
  const weightsPath = join(checkpoint.dir, 'model.safetensors');
  const weights = weightsFromSafetensors(checkpoint.weights, shapes, weightsPath);
  const model = runModel(record.network, record.model, { weights });
  try {
    const adamPath = join(checkpoint.dir, 'adam.safetensors');
    const moments = adamFromSafetensors(checkpoint.adam, shapes.parameters, adamPath);
    const resume = { ...moments, ...(reports && { reports }) };
    const { step } = checkpoint;
    const levels = record.network === 'rnp' ? record.model.childrenPerLevel.length : 0;
    for (const [path, name, table, count] of [
      [folder.rows, 'metrics.csv', trainedTable, logged?.rows],
      [folder.evaluations, 'evaluations.csv', measuredTable, logged?.evaluations],
    ] as const) {
      const csv = join(folder.dir, name);
      const damage = await keepRows(path, { csv, table, levels, step, count });
      if (damage !== null) warn(damage);
    }
    const replaced = await replacedRun(folder.dir);
    return { folder, record, model, data, resume, secondsBefore: seconds, replaced };
  } catch (error) {
    model.dispose();
    throw error;
  }
}
