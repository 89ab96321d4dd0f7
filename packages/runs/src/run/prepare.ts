import type { DataContent } from '@rnp/datasets/node';
import { type LoadedCheckpoint, loadCheckpoint } from '@rnp/vae/node';
import { defaultWorkers } from '@rnp/vae/workers';
import { UsageError } from '../errors.js';
import { startBackend } from '../input/openModel.js';
import { OtherDataError } from '../input/otherData.js';
import { checkedSettings } from '../settings/checkedSettings.js';
import {
  completeSettings,
  resolveSettings,
  type SettingSources,
  type Settings,
} from '../settings/settings.js';
import { version } from '../version.js';
import { type AdaptOptions, readDonor, requireFittingModel } from './adaptation.js';
import { augmented } from './augmented.js';
import { requireSameSettings } from './compareSettings.js';
import { usualEvaluateLimit } from './evaluateLimit.js';
import { lightAdvice } from './learningAdvice.js';
import { stepsInMinutes } from './measureSteps.js';
import { ownPictures } from './ownPictures.js';
import { freshRun, type PreparedRun, resumedRun } from './preparedRun.js';
import { reopenedData } from './reopenedData.js';
import { requireSettings } from './requireSettings.js';
import { openRunData, specOf, writeDataFiles } from './runData.js';
import { checkRunFolder, clearResults, clearRun, type RunFolder, writeRecord } from './runFolder.js';
import { type RunRecord, readRunState } from './runRecord.js';

export interface StartRunOptions {
  readonly sources: SettingSources;
  readonly minutes: number | null;
  /** Held-out images to measure at the end; null: see `usualEvaluateLimit`. */
  readonly evaluateLimit: number | null;
  /** Backends from the most to the least wanted; null for wasm, or what a resumed run has. */
  readonly backends: readonly string[] | null;
  readonly overwrite: boolean;
  /** The model that is to adapt to the data; null for a model from fresh weights. */
  readonly adapt: AdaptOptions | null;
  /** The run's key in a sweep, see `runKey`; null for a run of its own. */
  readonly key: string | null;
  /** Digest of the images that a sweep's run must learn from; null for whatever lies there. */
  readonly digest: string | null;
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
  const { sources, minutes, evaluateLimit, overwrite, adapt, key, command, signal, say } = options;
  const donor = adapt === null ? null : await readDonor(adapt);
  const asked = await resolveSettings(sources, donor?.settings);
  await requireSettings(asked);
  const old = await checkRunFolder(folder.dir, overwrite);
  // Before pictures are looked at, which may take minutes.
  const backend = await startBackend(options.backends ?? ['wasm']);
  const settings = adapt === null ? await ownPictures(asked, sources, { say, signal }) : asked;
  const {
    splits: data,
    content,
    record: dataRecord,
  } = await openRunData(settings.data, folder.dir, {
    signal,
    require: (found) => requireDigest(settings.data, options.digest, found),
  });
  const light = lightAdvice(data.train);
  if (light !== null) say(`warning: ${light}`);
  const complete = checkedSettings(settings, data.train, backend);
  const { network } = complete;
  if (donor !== null) requireFittingModel(donor, complete.model, network);
  let { training } = complete;
  const workers = complete.workers ?? defaultWorkers(training.batchSize);
  if (minutes !== null) {
    say(`measuring how many steps fit into ${minutes} min`);
    const measured = {
      network,
      model: complete.model,
      training,
      workers,
      data: augmented(data.train, complete),
      heldOut: (steps: number): number =>
        evaluateLimit ?? usualEvaluateLimit({ ...training, steps }, data.test.length),
    };
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
    data: dataRecord,
    backend,
    workers,
    ...(complete.augment && { augment: complete.augment }),
    minutes,
    ...(donor === null ? {} : { adapted: donor.record }),
    ...(key === null ? {} : { key }),
    rnp: version,
  };
  const run = freshRun(folder, record, data, donor);
  try {
    await clearRun(folder.dir, old);
    await writeDataFiles(folder, content);
    await writeRecord(folder, record);
    return run;
  } catch (error) {
    run.model.dispose();
    throw error;
  }
}

/**
 * The run in a folder that this process has locked, from its last checkpoint on, with the settings it was begun with; to another
 * number of steps where one is asked for. The schedule is that of a run of so many steps: a cosine rises again from where it had ended.
 *
 * @throws UsageError when other settings, another backend or other data are asked for
 */
export async function resumeRun(folder: RunFolder, options: StartRunOptions): Promise<PreparedRun> {
  const { sources, minutes, backends, adapt, command, signal, say } = options;
  const checkpoint: LoadedCheckpoint = await loadCheckpoint(folder.dir);
  if (checkpoint.warning !== undefined) say(`warning: ${checkpoint.warning}`);
  const { run: stored, seconds } = readRunState(checkpoint.json, checkpoint.dir);
  const base: Settings = {
    data: specOf(stored.data, folder.dir),
    network: stored.network,
    model: stored.model,
    training: stored.training,
    epochs: null,
    workers: stored.workers,
    ...(stored.augment && { augment: stored.augment }),
  };
  if (adapt !== null && (adapt.model !== stored.adapted?.from || adapt.kept !== stored.adapted.kept)) {
    throw new UsageError(
      `the run did not begin with the ${adapt.kept} of ${adapt.model}; leave all but --resume away`,
    );
  }
  const settings = await resolveSettings(sources, base);
  if (minutes !== null && minutes !== stored.minutes) {
    throw new UsageError(`the run was begun for ${stored.training.steps} steps; leave --minutes away`);
  }
  const { splits: data, record: dataRecord } = await reopenedData(folder, stored.data, settings.data, signal);
  // The folder may lie elsewhere now.
  const record: RunRecord = { ...stored, data: dataRecord };
  const asked = completeSettings(settings, data.train);
  const steps = minutes === null ? asked.training.steps : record.training.steps;
  const workers = asked.workers ?? record.workers;
  requireSameSettings(
    { ...record, training: { ...record.training, steps } },
    {
      ...asked,
      training: { ...asked.training, steps },
      workers,
    },
  );
  if (steps !== record.training.steps && steps <= checkpoint.step) {
    throw new UsageError(`the run has ${checkpoint.step} steps already; go on to more with --steps`);
  }
  const backend = await startBackend(backends ?? [record.backend]);
  if (backend !== record.backend) {
    throw new UsageError(
      `the run was begun on ${record.backend}; another backend gives other numbers, so leave --backend away`,
    );
  }
  await writeRecord(folder, record);
  say(`going on from step ${checkpoint.step} of ${steps}`);
  if (steps === record.training.steps) return resumedRun(folder, record, data, checkpoint, seconds);
  const longer = withSteps(record, steps, command);
  const run = await resumedRun(folder, longer, data, checkpoint, seconds);
  try {
    // What was measured and drawn is of fewer steps.
    await clearResults(folder);
    await writeRecord(folder, longer);
    return run;
  } catch (error) {
    run.model.dispose();
    throw error;
  }
}

/** A run that goes on for more steps, or ends earlier than it was to: no longer the one that a sweep asked for. */
function withSteps({ key: _, ...record }: RunRecord, steps: number, command: string): RunRecord {
  return {
    ...record,
    training: { ...record.training, steps },
    minutes: null,
    command: `${record.command} && ${command}`,
  };
}

/** @throws OtherDataError */
function requireDigest(spec: string, expected: string | null, { digest }: DataContent): void {
  if (expected === null || digest === expected) return;
  throw new OtherDataError(
    `the images of ${spec} are not those that the sweep was planned with; begin the sweep again`,
  );
}
