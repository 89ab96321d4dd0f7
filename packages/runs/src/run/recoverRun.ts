import { type Listener, type NoteEvent, note } from '../events.js';
import { recoverReplaced } from '../record/replacedRun.js';

/** Puts back the run whose successor died before it had saved anything, and says so. The folder is this process's. */
export async function recoverRun(dir: string, listen: Listener<NoteEvent>): Promise<void> {
  if (!(await recoverReplaced(dir))) return;
  listen(note(`the run in ${dir} is back: one that was to replace it had ended before its first checkpoint`));
}
