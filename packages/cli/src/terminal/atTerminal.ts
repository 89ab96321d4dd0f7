import type { Job } from '@rnp/runs';
import { Interrupted } from '../errors.js';
import { listenForInterrupt } from './interruption.js';
import { say } from './say.js';

/** What the events of a job are shown on. */
export interface Display<Event> {
  /** Draws an event, or says it. */
  show(event: Event): void;
  /** Writes a line above what is drawn. */
  log(line: string): void;
  /** Leaves the last state standing. */
  stop(): void;
}

/** What is said of Ctrl-C. */
export interface InterruptWords {
  /** What it asks for at this moment, such as `stopping after this step`. */
  readonly stopping: () => string;
  /** What there is of work that it ended before there was a result. */
  readonly stopped: () => string;
  /** What there is of work that a second one ends at once. Default: what `stopped` says. */
  readonly atOnce?: () => string;
}

/** Work that has not ended so long after Ctrl-C is in the middle of something. */
const promptMs = 1000;

/**
 * Runs a job at the terminal: shows its events as they come, and asks it to end at Ctrl-C, or when nobody reads an output any more.
 *
 * @throws Interrupted when that ended it without a result; what the job throws
 */
export async function atTerminal<Event, Result>(
  job: Job<Event, Result>,
  display: Display<Event>,
  { stopping, stopped, atOnce = stopped }: InterruptWords,
): Promise<Result> {
  let late: NodeJS.Timeout | undefined;
  const interruption = listenForInterrupt({
    first: () => {
      late = setTimeout(() => display.log(`${stopping()}; once more to stop at once`), promptMs);
    },
    second: () => {
      display.stop();
      say(atOnce());
    },
  });
  const { signal } = interruption;
  const end = (): void => void job[Symbol.asyncDispose]();
  if (signal.aborted) end();
  signal.addEventListener('abort', end);
  try {
    for await (const event of job) display.show(event);
    return await job.result();
  } catch (error) {
    // Anything else is not told as if all were well.
    if (!signal.aborted || (error as Error).name !== 'AbortError') throw error;
    throw new Interrupted(stopped());
  } finally {
    clearTimeout(late);
    interruption.stop();
    display.stop();
  }
}
