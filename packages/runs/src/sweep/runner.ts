import type { Wording } from '@rnp/errors';
import type { SweepFolder } from './folder.js';
import type { SweepPlan } from './plan.js';
import type { RunStatus } from './status.js';

/** What a runner is given by `runSweep`. */
export interface SweepRunnerOptions {
  /** Whether each run's report is drawn. */
  readonly report: boolean;
  /** Steps between checkpoints; null for about half a minute. */
  readonly checkpointEvery: number | null;
  /** The command or program that runs the sweep. */
  readonly command: string;
  readonly signal: AbortSignal;
  /** Must be called whenever the status of a run changes. */
  readonly onStatus: (at: number, status: RunStatus) => void;
  /** Takes lines for people. */
  readonly onNote: (line: string | Wording) => void;
}

/**
 * Does the runs of a sweep that are not done yet.
 *
 * @param statuses the status of each run of the plan, in its order
 * @returns the statuses afterwards
 */
export type SweepRunner<O extends SweepRunnerOptions> = (
  plan: SweepPlan,
  folder: SweepFolder,
  statuses: readonly RunStatus[],
  options: O,
) => Promise<readonly RunStatus[]>;

/** The statuses of a sweep's runs, which change one by one. */
export interface Statuses {
  readonly all: readonly RunStatus[];
  set(at: number, change: Partial<RunStatus>): void;
}

export function statusesOf(
  before: readonly RunStatus[],
  { onStatus }: Pick<SweepRunnerOptions, 'onStatus'>,
): Statuses {
  const all = [...before];
  return {
    all,
    set: (at, change) => {
      all[at] = { ...all[at]!, ...change };
      onStatus(at, all[at]!);
    },
  };
}
