import type { DataContent } from '@rnp/datasets/node';
import { RnpError } from '@rnp/errors';
import { defaultWorkers } from '@rnp/vae/workers';
import { ownPictures } from '../data/ownPictures.js';
import { openRunData } from '../data/runData.js';
import { type Listener, note, warning } from '../events.js';
import { startBackend } from '../models/openModel.js';
import { writeDataFiles } from '../record/dataFiles.js';
import { recoverReplaced, setRunAside } from '../record/replacedRun.js';
import { checkRunFolder, clearRun, type RunFolder, writeRecord } from '../record/runFolder.js';
import type { RunRecord } from '../record/runRecord.js';
import { type Bookkeeping, bookkeepingOf } from '../settings/bookkeeping.js';
import { checkedSettings } from '../settings/checkedSettings.js';
import { resolveSettings } from '../settings/settings.js';
import type { SettingSources } from '../settings/settingTypes.js';
import { version } from '../version.js';
import {
  type AdaptOptions,
  keepingFrozen,
  readDonor,
  requireFittingImages,
  requireFittingLearning,
  requireFittingModel,
} from './adapt.js';
import { augmented } from './augmented.js';
import { evaluateLimitOf } from './evaluateLimit.js';
import type { RunEvent } from './events.js';
import { lightAdvice } from './learningAdvice.js';
import { isOutOfMemory, outOfMemory } from './outOfMemory.js';
import { freshRun, type PreparedRun } from './preparedRun.js';
import { requireInferable } from './requireInferable.js';
import { requireSettings } from './requireSettings.js';
import { stepsInMinutes } from './stepsInMinutes.js';

export interface PrepareOptions {
  readonly sources: SettingSources;
  readonly minutes: number | null;
  /** What is said of it; the rest is as the run was begun with. */
  readonly bookkeeping: Partial<Bookkeeping>;
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
  /** Told what is understood of the data, what takes a while, and what may need a decision. */
  readonly listen: Listener<RunEvent>;
}

/**
 * A new run in a folder that this process has locked. An earlier run stays where it is until settings, backend and
 * data are known to work; then it is set aside.
 */
export async function startRun(folder: RunFolder, options: PrepareOptions): Promise<PreparedRun> {
  const { sources, minutes, overwrite, adapt, key, command, signal, listen } = options;
  const bookkeeping = bookkeepingOf(undefined, options.bookkeeping);
  const donor = adapt === null ? null : await readDonor(adapt);
  const asked = await resolveSettings(sources, donor?.settings);
  if (donor !== null) requireFittingLearning(donor, asked);
  await requireSettings(asked);
  requireInferable(bookkeeping, asked.network);
  const fitting = donor === null ? asked : keepingFrozen(donor, asked);
  if (donor !== null) await requireFittingImages(donor, asked.data);
  const old = await checkRunFolder(folder.dir, { overwrite, inSweep: key !== null });
  // Before pictures are looked at, which may take minutes.
  const backend = await startBackend(options.backends ?? ['wasm'], (line) => listen(note(line)));
  const settings = donor === null ? await ownPictures(asked, sources, { listen, signal }) : fitting;
  const {
    splits: data,
    content,
    record: dataRecord,
  } = await openRunData(settings.data, folder.dir, {
    signal,
    listen,
    require: (found) => requireDigest(settings.data, options.digest, found),
  });
  const light = lightAdvice(data.train);
  if (light !== null) listen(warning('light-images', light));
  const encoder = adapt?.kept === 'encoder and hypernetworks' ? 'trained' : 'fresh';
  const complete = checkedSettings(settings, data.train, backend, encoder);
  const { network } = complete;
  if (donor !== null) requireFittingModel(donor, complete.model, network);
  let { training } = complete;
  const workers = complete.workers ?? defaultWorkers(training.batchSize);
  if (minutes !== null) {
    listen(note(`measuring how many steps fit into ${minutes} min`));
    const measured = {
      network,
      model: complete.model,
      training,
      workers,
      data: augmented(data.train, complete),
      heldOut: (steps: number): number =>
        evaluateLimitOf(bookkeeping.evaluateLimit, { ...training, steps }, data.test.length),
      infer: bookkeeping.infer ?? 0,
      precisions: Math.min(bookkeeping.precisions ?? 0, data.train.length),
    };
    const steps = await stepsInMinutes(minutes, measured, signal).catch((error: unknown) => {
      if (!isOutOfMemory(error)) throw error;
      throw outOfMemory({ training, model: complete.model, workers, backend, data: dataRecord }, error);
    });
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
    bookkeeping,
    ...(key === null ? {} : { key }),
    rnp: version,
  };
  const run = freshRun(folder, record, data, donor);
  try {
    if (!old.worth) await clearRun(folder.dir, old.names);
    const replaced = old.worth ? await setRunAside(folder.dir, old.names) : null;
    if (replaced !== null) listen(note(`the earlier run waits in ${replaced} until this one has ended`));
    await writeDataFiles(folder, content);
    await writeRecord(folder, record);
    return { ...run, replaced };
  } catch (error) {
    run.model.dispose();
    // The first error tells more than that of a folder that takes nothing any more; the next start tries again.
    await recoverReplaced(folder.dir).catch(() => undefined);
    throw error;
  }
}

/** @throws RnpError RNP_DATA_OTHER */
function requireDigest(spec: string, expected: string | null, { digest }: DataContent): void {
  if (expected === null || digest === expected) return;
  throw new RnpError(
    'RNP_DATA_OTHER',
    `the images of ${spec} are not those that the sweep was planned with; begin the sweep again`,
  );
}
