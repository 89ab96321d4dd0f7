import type { Wording } from '@rnp/errors';
import type { SweepFolder } from './folder.js';
import type { SweepPlan } from './plan.js';
import type { RunStatus } from './status.js';

/** What whoever runs a sweep is told, and tells. */
export interface SweepRunnerOptions {
  /** Whether each run's report is drawn. */
  readonly report: boolean;
  /** Steps between checkpoints; null for one about every half minute. */
  readonly checkpointEvery: number | null;
  /** What was typed. */
  readonly command: string;
  readonly signal: AbortSignal;
  /** Told whenever a run is further. */
  readonly onStatus: (at: number, status: RunStatus) => void;
  /** Told lines for people. */
  readonly onNote: (line: string | Wording) => void;
}

/**
 * Does what is not done yet of a sweep.
 *
 * @param statuses of the plan's runs, before
 * @returns after
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
