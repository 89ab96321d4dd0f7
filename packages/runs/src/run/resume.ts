import { option, worded } from '@rnp/errors';
import { specOf } from '../data/runData.js';
import { UsageError } from '../errors.js';
import { note, warning } from '../events.js';
import { startBackend } from '../models/openModel.js';
import { readRunState } from '../record/readRecord.js';
import { clearResults, type RunFolder, writeRecord } from '../record/runFolder.js';
import type { RunRecord } from '../record/runRecord.js';
import { bookkeepingOf } from '../settings/bookkeeping.js';
import { requireSameSettings } from '../settings/compareSettings.js';
import { completeSettings, resolveSettings } from '../settings/settings.js';
import type { Settings } from '../settings/settingTypes.js';
import { lastCheckpoint } from './lastCheckpoint.js';
import type { PrepareOptions } from './prepare.js';
import { type PreparedRun, resumedRun } from './preparedRun.js';
import { reopenedData } from './reopenedData.js';
import { requireInferable } from './requireInferable.js';
import { writtenRecord } from './writtenRecord.js';

/**
 * The run in a folder that this process has locked, from its last checkpoint on, with the settings it was begun with; to another
 * number of steps where one is asked for. The schedule is that of a run of so many steps: a cosine rises again from where it had ended.
 *
 * @throws UsageError when other settings, another backend or other data are asked for
 */
export async function resumeRun(folder: RunFolder, options: PrepareOptions): Promise<PreparedRun> {
  const { sources, minutes, backends, adapt, command, signal, listen } = options;
  const checkpoint = await lastCheckpoint(folder);
  if (checkpoint.warning !== undefined) listen(warning('damaged-checkpoint', checkpoint.warning));
  const state = readRunState(checkpoint.json, checkpoint.dir);
  const { run: stored } = state;
  const written = await writtenRecord(folder, stored, listen);
  const latest = written ?? stored;
  const bookkeeping = bookkeepingOf(latest.bookkeeping ?? stored.bookkeeping, options.bookkeeping);
  requireInferable(bookkeeping, stored.network);
  const base: Settings = {
    data: specOf(stored.data, folder.dir),
    network: stored.network,
    model: stored.model,
    training: { ...stored.training, steps: latest.training.steps },
    epochs: null,
    workers: stored.workers,
    ...(stored.augment && { augment: stored.augment }),
  };
  if (adapt !== null && (adapt.model !== stored.adapted?.from || adapt.kept !== stored.adapted.kept)) {
    throw new UsageError(
      worded`the run did not begin with the ${adapt.kept} of ${adapt.model}; leave all but ${option('resume')} away`,
    );
  }
  const settings = await resolveSettings(sources, base);
  if (minutes !== null && minutes !== stored.minutes) {
    throw new UsageError(
      worded`the run was begun for ${stored.training.steps} steps; leave ${option('minutes')} away`,
    );
  }
  const { splits: data, record: dataRecord } = await reopenedData(folder, stored.data, settings.data, {
    signal,
    listen,
  });
  // The folder may lie elsewhere now.
  const record: RunRecord = { ...stored, data: dataRecord, bookkeeping };
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
    throw new UsageError(
      worded`the run has ${checkpoint.step} of ${record.training.steps} steps already; ${option('steps')} must be more than ${checkpoint.step}`,
    );
  }
  const backend = await startBackend(backends ?? [record.backend], (line) => listen(note(line)));
  if (backend !== record.backend) {
    throw new UsageError(
      worded`the run was begun on ${record.backend}; another backend gives other numbers, so leave ${option('backends')} away`,
    );
  }
  await writeRecord(folder, record);
  // Where all are trained, what is left is measuring, which says so itself.
  if (checkpoint.step < steps) listen(note(`going on from step ${checkpoint.step} of ${steps}`));
  const warn = (message: string): void => listen(warning('damaged-log', message));
  if (steps === record.training.steps) return resumedRun(folder, record, data, checkpoint, state, warn);
  // An earlier session that was asked for so many steps has said so.
  const begun = latest.training.steps === steps && latest.command !== stored.command;
  const longer = withSteps(record, steps, begun ? latest.command : `${stored.command} && ${command}`);
  const run = await resumedRun(folder, longer, data, checkpoint, state, warn);
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
    command,
  };
}
