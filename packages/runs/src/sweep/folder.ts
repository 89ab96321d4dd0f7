import { join } from 'node:path';
import { option, worded } from '@rnp/errors';
import { writeFileAtomic } from '@rnp/files/node';
import type { RunData } from '../data/runData.js';
import { isExpected, UsageError } from '../errors.js';
import { json } from '../files/jsonFile.js';
import { changesSince } from '../record/dataFiles.js';
import { OtherFormat } from '../record/recordFormat.js';
import { runFolder } from '../record/runFolder.js';
import { type StateOfRun, stateOfRun } from '../record/stateOfRun.js';
import type { SweepPlan, SweepRun } from './plan.js';
import { type RunStatus, waiting } from './status.js';

/** The paths of a sweep's files. */
export interface SweepFolder {
  readonly dir: string;
  /** The plan of the sweep: `sweep.json`. */
  readonly plan: string;
  /** Figures of all runs and settings: `results.json`. */
  readonly results: string;
  /** One row per run: `results.csv`. */
  readonly table: string;
  readonly report: string;
}

export function sweepFolder(dir: string): SweepFolder {
  return {
    dir,
    plan: join(dir, 'sweep.json'),
    results: join(dir, 'results.json'),
    table: join(dir, 'results.csv'),
    report: join(dir, 'report.html'),
  };
}

/** The folder of a run, which `rnp eval`, `parse`, `report` and the others take as that of any run. */
export function runDir({ dir }: SweepFolder, { name }: SweepRun): string {
  return join(dir, 'runs', ...name.split('/'));
}

/** What the run's process writes beside its messages. */
export function runLog({ dir }: SweepFolder, { name }: SweepRun): string {
  return join(dir, 'logs', `${name.replace('/', '-')}.log`);
}

/**
 * How far the runs of a sweep are: those that are done already need no work.
 *
 * @throws UsageError when a folder holds a run of other settings, unless that may be replaced
 */
export async function statusesIn(
  folder: SweepFolder,
  plan: SweepPlan,
  overwrite: boolean,
): Promise<RunStatus[]> {
  const statuses: RunStatus[] = [];
  for (const run of plan.runs) {
    const dir = runDir(folder, run);
    const state = await stateOfRun(dir, run.key).catch((error: unknown): StateOfRun => {
      // The run's own process says so, and the others go on.
      if (!isExpected(error) || (error instanceof OtherFormat && !overwrite)) throw error;
      return { type: 'none' };
    });
    if (state.type === 'other' && !overwrite) {
      const other = await whatIsOther(dir, state.data, run, plan);
      throw new UsageError(
        worded`${dir} holds a run of other ${other}; replace it with ${option('overwrite', true)}, or choose another folder with ${option('out')}`,
      );
    }
    const status = waiting(run);
    statuses.push(state.type === 'done' ? { ...status, state: 'done', metrics: state.metrics } : status);
  }
  return statuses;
}

/** In words, what a run that lies in the place of another one does not have in common with it. */
async function whatIsOther(dir: string, data: RunData, run: SweepRun, plan: SweepPlan): Promise<string> {
  if (data.digest === run.digest) return 'settings';
  const changes = await changesSince(runFolder(dir), data.digest, plan.contents.get(run.settings.data)!);
  return `images than ${run.settings.data} holds now${changes}`;
}

export async function writePlan(folder: SweepFolder, plan: SweepPlan, command: string): Promise<void> {
  const { name, about, backend, evaluateEvery, runs } = plan;
  await writeFileAtomic(
    folder.plan,
    json({ schema: 'rnp-sweep', version: 1, name, about, command, backend, evaluateEvery, runs }),
  );
}
