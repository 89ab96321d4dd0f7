import { mkdir } from 'node:fs/promises';
import type { OptionStyle, Wording } from '@rnp/errors';
import { lockFolder } from '@rnp/files/node';
import { check, checkOptions, isCount, isFlag, isWord, type Look } from '../checks.js';
import { type NoteEvent, note } from '../events.js';
import { Job } from '../job.js';
import { requireFolder } from '../outputs/requireFolder.js';
import { bookkeepingLooks } from '../settings/bookkeeping.js';
import { checkPlan } from './checkPlan.js';
import { type SweepFolder, statusesIn, sweepFolder, writePlan } from './folder.js';
import { runLocally } from './local.js';
import type { SweepPlan } from './plan.js';
import { processesFor } from './processes.js';
import { recoverRuns } from './recoverRuns.js';
import { writeSweepReport } from './report.js';
import type { SweepRunner, SweepRunnerOptions } from './runner.js';
import type { RunStatus } from './status.js';
import type { SettingSummary } from './summary.js';

/** Where and how a sweep is run. */
export interface SweepOptions {
  /** Folder of the sweep. */
  readonly out: string;
  /**
   * Runs at a time on this machine, each in its own process. Default: `processesFor(plan)`, and no more than
   * there are runs.
   */
  readonly processes?: number;
  /** Whether runs of other settings in the folder may be replaced. Default false. */
  readonly overwrite?: boolean;
  /** Whether each run's own report is drawn. Default true. */
  readonly report?: boolean;
  /** Steps between checkpoints. Default: about half a minute. */
  readonly checkpointEvery?: number;
  /** Does the runs. Default: this machine. `queuedRunner` lets workers do them. */
  readonly runner?: SweepRunner<SweepRunnerOptions>;
  /**
   * Stops all runs after their current step, saved. In a queued sweep it only stops waiting for the workers.
   */
  readonly signal?: AbortSignal;
  /** Origin of the runs in their model cards and reports. Default 'runSweep of @rnp/runs'. */
  readonly command?: string;
  /**
   * How the report and results.json write options in the reason of a failed run. Default: as in a program.
   */
  readonly style?: OptionStyle;
}

/** An event of a sweep. */
export type SweepEvent =
  | NoteEvent
  /** The status of some run has changed. The statuses of all runs, in the order of the plan. */
  | { readonly type: 'status'; readonly statuses: readonly RunStatus[] };

/** The result of a sweep. */
export interface SweepEnd {
  readonly folder: SweepFolder;
  /** In the order of the plan. */
  readonly statuses: readonly RunStatus[];
  /** The comparison, one row per setting; null if the sweep was stopped before its end. */
  readonly summaries: readonly SettingSummary[] | null;
}

const looks: Readonly<Record<keyof SweepOptions, Look>> = Object.freeze({
  out: isWord,
  processes: isCount,
  overwrite: isFlag,
  report: bookkeepingLooks.report,
  checkpointEvery: bookkeepingLooks.checkpointEvery,
  runner: check.callable,
  signal: check.signal,
  command: check.text,
  style: check.object,
});

/**
 * Runs a sweep, or what is left of it, and compares the runs.
 *
 * @param plan see `sweepPlan`
 * @returns a job: its events report the progress of each run, its result compares the runs. A failed run is not an error of the sweep
 * @throws RnpError RNP_CONFIG at once if it is not a plan, or for an unknown option or an invalid value
 * @throws from the job: UsageError for a folder that holds other runs; RnpError RNP_BUSY when another process has it
 */
export function runSweep(plan: SweepPlan, options: SweepOptions): Job<SweepEvent, SweepEnd> {
  checkPlan('plan', plan);
  checkOptions('options', options, looks, ['out']);
  const { out, signal } = options;
  return new Job(async (context) => {
    const folder = sweepFolder(out);
    const {
      overwrite = false,
      command = 'runSweep of @rnp/runs',
      runner = locally(options.processes ?? Math.min(processesFor(plan), plan.runs.length), overwrite),
    } = options;
    await requireFolder(out);
    await mkdir(out, { recursive: true });
    const lock = await lockFolder(out);
    try {
      await recoverRuns(folder, plan, context);
      const before = await statusesIn(folder, plan, overwrite);
      await writePlan(folder, plan, command);
      const now: RunStatus[] = [...before];
      context.listen({ type: 'status', statuses: [...now] });
      const onNote = (line: string | Wording): void => context.listen(note(line));
      const statuses = await runner(plan, folder, before, {
        report: options.report ?? true,
        checkpointEvery: options.checkpointEvery ?? null,
        command,
        signal: context.signal,
        onNote,
        onStatus: (at, status) => {
          now[at] = status;
          context.listen({ type: 'status', statuses: [...now] });
        },
      });
      if (context.signal.aborted) return { folder, statuses, summaries: null };
      const summaries = await writeSweepReport(plan, folder, statuses, {
        command,
        onNote,
        style: options.style,
      });
      return { folder, statuses, summaries };
    } finally {
      // An error on the way out must not hide the one that led here.
      await lock.release().catch(() => undefined);
    }
  }, signal);
}

function locally(processes: number, overwrite: boolean): SweepRunner<SweepRunnerOptions> {
  return (plan, folder, statuses, options) =>
    runLocally(plan, folder, statuses, { ...options, processes, overwrite });
}
