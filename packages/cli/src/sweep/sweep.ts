import { mkdir } from 'node:fs/promises';
import { lockRun } from '@rnp/vae/node';
import { exitCodes } from '../errors.js';
import { printJson, printLine, printTable } from '../output/print.js';
import { listenForInterrupt } from '../run/interruption.js';
import { runLocally } from './localSweep.js';
import type { RunStatus } from './runStatus.js';
import { statusesIn, sweepFolder, writePlan } from './sweepFolder.js';
import type { SweepPlan } from './sweepPlan.js';
import { comparison, writeSweepReport } from './sweepReport.js';
import { createSweepTable } from './sweepTable.js';

export interface SweepRequest {
  readonly plan: SweepPlan;
  /** Folder of the sweep. */
  readonly dir: string;
  /** Runs at a time. */
  readonly processes: number;
  readonly overwrite: boolean;
  readonly report: boolean;
  readonly checkpointEvery: number | null;
  readonly json: boolean;
  /** What was typed. */
  readonly command: string;
}

/**
 * Runs a sweep on this machine, or what is left of it, and compares the runs.
 *
 * @returns the exit code: 0, 1 when a run failed, 130 after Ctrl-C
 */
export async function sweep(request: SweepRequest): Promise<number> {
  const { plan, dir, processes, overwrite, command, json } = request;
  const folder = sweepFolder(dir);
  await mkdir(dir, { recursive: true });
  const lock = await lockRun(dir);
  const table = createSweepTable(process.stderr, processes);
  const interruption = listenForInterrupt(() =>
    table.log('stopping all runs after their present step; once more to stop at once'),
  );
  const { signal } = interruption;
  try {
    const before = await statusesIn(folder, plan, overwrite);
    await writePlan(folder, plan, command);
    const now: RunStatus[] = [...before];
    table.update(now);
    const after = await runLocally(plan, folder, before, {
      ...request,
      signal,
      say: (line) => table.log(line),
      onStatus: (at, status) => {
        now[at] = status;
        table.update(now);
      },
    });
    table.stop();
    if (signal.aborted) {
      process.stderr.write('stopped; all runs are saved, and the same command goes on\n');
      return exitCodes.interrupted;
    }
    const summaries = await writeSweepReport(plan, folder, after, command);
    if (json) printJson({ settings: summaries });
    else {
      const { columns, rows } = comparison(summaries);
      printTable([columns, ...rows]);
      printLine(`report  ${folder.report}`);
    }
    const failed = after.filter(({ state }) => state === 'failed');
    for (const { run, reason } of failed) process.stderr.write(`${run.name} failed: ${reason}\n`);
    return failed.length > 0 ? exitCodes.failure : exitCodes.ok;
  } finally {
    table.stop();
    interruption.stop();
    await lock.release().catch(() => undefined);
  }
}
