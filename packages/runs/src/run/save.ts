import { preprocessingOf } from '@rnp/datasets';
import { adamToSafetensors, modelToFiles, type TrainingState, weightsToSafetensors } from '@rnp/vae';
import { saveCheckpoint, saveModelFolder } from '@rnp/vae/node';
import type { PartialMetrics, RunMetrics } from '../record/metrics.js';
import { modelReadme } from '../record/modelReadme.js';
import { publishedCommand } from '../record/publishedCommand.js';
import type { RunState } from '../record/runRecord.js';
import type { PreparedRun } from './preparedRun.js';

/**
 * Saves all that the next step needs.
 *
 * @param at seconds of training, and the rows that are in the logs
 * @throws RnpError RNP_DIVERGED when a weight is no number; nothing is written then
 */
export async function checkpointRun(
  run: PreparedRun,
  state: TrainingState,
  { seconds, logged }: Required<Pick<RunState, 'seconds' | 'logged'>>,
): Promise<void> {
  const { reports } = state;
  const json: RunState = {
    schema: 'rnp-run-state',
    run: run.record,
    seconds,
    ...(reports && { reports }),
    logged,
  };
  await saveCheckpoint(run.folder.dir, {
    step: state.step,
    weights: weightsToSafetensors(state),
    adam: adamToSafetensors(state),
    json,
  });
}

/**
 * Writes a model folder: config.json, model.safetensors and a card that says where it comes from.
 *
 * @param folder the run's model folder unless given
 */
export async function saveModel(
  run: PreparedRun,
  metrics: RunMetrics | PartialMetrics,
  folder: string = run.folder.model,
): Promise<void> {
  const { model, record } = run;
  const { training, data, backend, workers, augment, command, minutes, adapted, rnp } = record;
  const files = modelToFiles(model, {
    training,
    data: data.name,
    digest: data.digest,
    backend,
    workers,
    ...(augment && { augment }),
    preprocessing: preprocessingOf(run.data.train),
    command: publishedCommand(command),
    minutes,
    ...(adapted === undefined ? {} : { adapted: { ...adapted, from: publishedCommand(adapted.from) } }),
    rnp,
  });
  const card = new TextEncoder().encode(modelReadme(record, metrics));
  await saveModelFolder(folder, { ...files, 'README.md': card });
}
