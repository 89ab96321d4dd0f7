import { isRnpError, type RnpError, worded } from '@rnp/errors';
import { type Listener, note } from '../events.js';
import { readRows } from '../record/readRecord.js';
import { putRunBack } from '../record/replacedRun.js';
import { clearRun, runNames } from '../record/runFolder.js';
import type { BestSoFar } from './bestSoFar.js';
import { divergedUnsaved, keptAfterDivergence } from './diverged.js';
import type { RunEvent } from './events.js';
import { keptAfterLostWrite } from './keptAfterLostWrite.js';
import { isOutOfMemory, outOfMemory } from './outOfMemory.js';
import type { PreparedRun } from './preparedRun.js';

export interface FailedRun {
  readonly best: BestSoFar;
  /** Whether the run has a checkpoint. */
  readonly saved: boolean;
  readonly listen: Listener<RunEvent>;
}

/**
 * Keeps what is worth it of a run that failed. Before its first checkpoint the run that it was to replace is put back; where there was none, a
 * run that has trained nothing leaves nothing.
 *
 * @returns the error with what there is and how to go on, where that is known
 */
export async function afterFailure(
  run: PreparedRun,
  error: unknown,
  { best, saved, listen }: FailedRun,
): Promise<unknown> {
  const { folder, replaced } = run;
  if (replaced !== null && !saved) {
    await putRunBack(folder.dir);
    listen(
      note(worded`this run ended before its first checkpoint: the earlier run in ${folder.dir} is back`),
    );
    return isDivergence(error) ? divergedUnsaved(run, error) : withAdvice(run, error);
  }
  if (replaced !== null) listen(note(worded`the earlier run still waits in ${replaced}`));
  if (isDivergence(error)) return keptAfterDivergence(run, error, best);
  const told = isLostWrite(error) ? await keptAfterLostWrite(folder, error) : withAdvice(run, error);
  const rows = await readRows(folder).catch(() => null);
  if (!saved && rows?.length === 0) await clearRun(folder.dir, runNames);
  return told;
}

function withAdvice({ record }: PreparedRun, error: unknown): unknown {
  return isOutOfMemory(error) ? outOfMemory(record, error) : error;
}

/** Once a run has begun, files are only written. */
function isLostWrite(error: unknown): error is RnpError<'RNP_FILE'> {
  return isRnpError(error) && error.code === 'RNP_FILE';
}

function isDivergence(error: unknown): error is RnpError<'RNP_DIVERGED'> {
  return isRnpError(error) && error.code === 'RNP_DIVERGED';
}
