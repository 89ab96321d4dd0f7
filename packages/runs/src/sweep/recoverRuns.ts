import { lockFolder } from '@rnp/files/node';
import { isExpected } from '../errors.js';
import type { Listener, NoteEvent } from '../events.js';
import { mayRecover } from '../record/replacedRun.js';
import { recoverRun } from '../run/recoverRun.js';
import { runDir, type SweepFolder } from './folder.js';
import type { SweepPlan } from './plan.js';
import { whenFree } from './whenFree.js';

/**
 * Puts back the runs that a killed sweep was about to replace. It comes before anything is decided by what lies in the folders: the run of
 * another sweep that has nothing yet must not stand for the results that wait beneath it.
 */
export async function recoverRuns(
  folder: SweepFolder,
  plan: SweepPlan,
  { signal, listen }: { readonly signal: AbortSignal; readonly listen: Listener<NoteEvent> },
): Promise<void> {
  for (const run of plan.runs) {
    const dir = runDir(folder, run);
    if (!(await mayRecover(dir))) continue;
    await whenFree(() => recovered(dir, listen), signal).catch((error: unknown) => {
      // Someone trains there by hand: the run's own process says so, and the others go on.
      if (!isExpected(error) || error.code !== 'RNP_BUSY') throw error;
    });
  }
}

async function recovered(dir: string, listen: Listener<NoteEvent>): Promise<void> {
  const lock = await lockFolder(dir);
  try {
    await recoverRun(dir, listen);
  } finally {
    await lock.release().catch(() => undefined);
  }
}
