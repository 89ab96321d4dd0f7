import { trainingData } from '@rnp/datasets';
import { checkFrozen, type TrainingConfig } from '@rnp/vae';
import { type LoadedCheckpoint, loadCheckpoint } from '@rnp/vae/node';
import { defaultWorkers } from '@rnp/vae/workers';
import { UsageError } from '../errors.js';
import { openData, requireShape } from '../input/openData.js';
import { startBackend } from '../input/openModel.js';
import {
  completeSettings,
  resolveSettings,
  type SettingSources,
  type Settings,
} from '../settings/settings.js';
import { version } from '../version.js';
import { type AdaptOptions, readDonor, requireFittingModel } from './adaptation.js';
import { requireSameSettings } from './compareSettings.js';
import { stepsInMinutes } from './measureSteps.js';
import { freshRun, type PreparedRun, type RunSplits, resumedRun } from './preparedRun.js';
import { checkRunFolder, clearRun, type RunFolder, writeRecord } from './runFolder.js';
import { type RunRecord, readRunState } from './runRecord.js';

export interface StartRunOptions {
  readonly sources: SettingSources;
  readonly minutes: number | null;
  /** Backends from the most to the least wanted; null for wasm, or what a resumed run has. */
  readonly backends: readonly string[] | null;
  readonly overwrite: boolean;
  /** The model that is to adapt to the data; null for a model from fresh weights. */
  readonly adapt: AdaptOptions | null;
  /** The run's key in a sweep, see `runKey`; null for a run of its own. */
  readonly key: string | null;
  /** What was typed, stored with the run. */
  readonly command: string;
  readonly signal: AbortSignal;
  /** Told what takes a while. */
  readonly say: (line: string) => void;
}

/**
 * A new run in a folder that this process has locked. Nothing of an earlier run is removed before settings, backend
 * and data are known to work.
 */
export async function startRun(folder: RunFolder, options: StartRunOptions): Promise<PreparedRun> {
  const { sources, minutes, overwrite, adapt, key, command, signal, say } = options;
  const donor = adapt === null ? null : await readDonor(adapt);
  const settings = await resolveSettings(sources, donor?.settings);
  const old = await checkRunFolder(folder.dir, overwrite);
  const backend = await startBackend(options.backends ?? ['wasm']);
  const data = await openSplits(settings.data, signal);
  const complete = completeSettings(settings, data.train);
  const { network } = complete;
  if (donor !== null) requireFittingModel(donor, complete.model, network);
  let { training } = complete;
  const workers = workersOn(backend, complete.workers, training);
  if (minutes !== null) {
    say(`measuring how many steps fit into ${minutes} min`);
    const measured = { network, model: complete.model, training, workers, data: trainingData(data.train) };
    const steps = await stepsInMinutes(minutes, measured, signal);
    training = { ...training, steps };
  }
  const record: RunRecord = {
    schema: 'rnp-run',
    version: 1,
    command,
    network,
    model: complete.model,
    training,
    data: { name: data.train.name, imageShape: data.train.imageShape, length: data.train.length },
    backend,
    workers,
    minutes,
    ...(donor === null ? {} : { adapted: donor.record }),
    ...(key === null ? {} : { key }),
    rnp: version,
  };
  const run = freshRun(folder, record, data, donor);
  try {
    checkFrozen(Object.keys(run.model.weights.parameters), training.frozen);
    await clearRun(folder.dir, old);
    await writeRecord(folder, record);
    return run;
  } catch (error) {
    run.model.dispose();
    throw error;
  }
}

/**
 * The run in a folder that this process has locked, from its last checkpoint on, with the settings it was begun with.
 *
 * @throws UsageError when other settings, another backend or other data are asked for
 */
export async function resumeRun(folder: RunFolder, options: StartRunOptions): Promise<PreparedRun> {
  const { sources, minutes, backends, adapt, signal, say } = options;
  const checkpoint: LoadedCheckpoint = await loadCheckpoint(folder.dir);
  if (checkpoint.warning !== undefined) say(`warning: ${checkpoint.warning}`);
  const { run: record, seconds } = readRunState(checkpoint.json, checkpoint.dir);
  const base: Settings = {
    data: record.data.name,
    network: record.network,
    model: record.model,
    training: record.training,
    epochs: null,
    workers: record.workers,
  };
  if (adapt !== null && (adapt.model !== record.adapted?.from || adapt.kept !== record.adapted.kept)) {
    throw new UsageError(
      `the run did not begin with the ${adapt.kept} of ${adapt.model}; leave all but --resume away`,
    );
  }
  const settings = await resolveSettings(sources, base);
  if (settings.data !== record.data.name) {
    throw new UsageError(
      `the run learns from ${record.data.name}, not from ${settings.data}; leave --data away`,
    );
  }
  if (minutes !== null && minutes !== record.minutes) {
    throw new UsageError(`the run was begun for ${record.training.steps} steps; leave --minutes away`);
  }
  const data = await openSplits(record.data.name, signal);
  const { length, imageShape } = data.train;
  if (length !== record.data.length || imageShape.join() !== record.data.imageShape.join()) {
    throw new UsageError(
      `${record.data.name} has ${length} images of ${imageShape.join('×')} now, the run began with ${record.data.length} of ${record.data.imageShape.join('×')}; train anew`,
    );
  }
  const asked = completeSettings(settings, data.train);
  const { steps } = record.training;
  const training = minutes === null ? asked.training : { ...asked.training, steps };
  requireSameSettings(record, { ...asked, training, workers: asked.workers ?? record.workers });
  const backend = await startBackend(backends ?? [record.backend]);
  if (backend !== record.backend) {
    throw new UsageError(
      `the run was begun on ${record.backend}; another backend gives other numbers, so leave --backend away`,
    );
  }
  say(`going on from step ${checkpoint.step} of ${steps}`);
  return resumedRun(folder, record, data, checkpoint, seconds);
}

/** How many engines share a batch; only WASM's can. @throws UsageError when more are asked for elsewhere */
function workersOn(backend: string, asked: number | null, { batchSize }: TrainingConfig): number {
  if (asked !== null && asked > 1 && backend !== 'wasm') {
    throw new UsageError(`workers compute on wasm, not on ${backend}; leave --workers or --backend away`);
  }
  return asked ?? defaultWorkers(batchSize);
}

/** Both splits before the first step, so that nothing is missing after the last one. */
async function openSplits(name: string, signal: AbortSignal): Promise<RunSplits> {
  const train = await openData(name, 'train', { signal });
  const test = await openData(name, 'test', { signal });
  requireShape(test, train.imageShape);
  return { train, test };
}
