import { maxProgressBytes, payloadProblem } from '../tasks/payload.js';
import type { JobProgress } from '../tasks/taskJobs.js';

/** Sends the first of many reports at once, and then the latest, about twice a second. */
export interface ProgressReporter {
  report(value: unknown, reached?: number): void;
  /** Sends what was not sent yet; nothing is sent after it. */
  finish(): Promise<void>;
  /** Sends nothing any more. */
  drop(): void;
}

const everyMs = 500;

/**
 * @param before what the job says of its progress
 * @param deaths how many workers have died on the job
 * @param refused hears once why a value is not sent; where the task got on by `reached` it did, whatever the value
 * @param send writes a report; one that fails is sent again unless there is a later one, for there may be no next one
 */
export function progressReporter(
  before: JobProgress,
  deaths: number,
  refused: (problem: string) => void,
  send: (progress: JobProgress) => Promise<void>,
): ProgressReporter {
  let known = before;
  let waiting: JobProgress | undefined;
  let sending: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  let heard = false;

  const flush = (): void => {
    timer = undefined;
    const next = waiting;
    if (next === undefined) return;
    waiting = undefined;
    if (!over) timer = setTimeout(flush, everyMs);
    sending = sending
      .then(() => send(next))
      .catch(() => {
        if (over || next !== known) return;
        waiting = next;
        timer ??= setTimeout(flush, everyMs);
      });
  };
  return {
    report(value, reached) {
      if (over) return;
      const problem = payloadProblem(value, maxProgressBytes);
      if (problem !== null) {
        if (!heard) refused(problem);
        heard = true;
        if (reached === undefined) return;
      }
      known = advanced(known, problem === null ? value : known.value, reached, deaths);
      waiting = known;
      if (timer === undefined) flush();
    },
    async finish() {
      over = true;
      clearTimeout(timer);
      flush();
      await sending;
    },
    drop() {
      over = true;
      clearTimeout(timer);
      waiting = undefined;
    },
  };
}

/** The progress after a report: deaths so far are forgiven where the task got on. */
function advanced(
  before: JobProgress,
  value: unknown,
  reached: number | undefined,
  deaths: number,
): JobProgress {
  if (reached !== undefined) {
    const further = before.reached === undefined ? reached > 0 : reached > before.reached;
    if (further) return { value, deaths, reached };
    return { ...before, value, reached: before.reached ?? reached };
  }
  if (before.reached !== undefined) return { ...before, value };
  const changed = JSON.stringify(value) !== JSON.stringify(before.value);
  return { value, deaths: changed ? deaths : before.deaths };
}
