import { runSweep } from '@rnp/runs';
import { comparison, type SweepPlan } from '@rnp/runs/sweep';
import { exitCodes, Interrupted } from '../errors.js';
import { atTerminal } from '../terminal/atTerminal.js';
import { flagStyle, inFlags } from '../terminal/inFlags.js';
import { messages } from '../terminal/outputs.js';
import { ownCommand } from '../terminal/ownCommand.js';
import { printJson, printLine, printTable } from '../terminal/print.js';
import { say } from '../terminal/say.js';
import { createSweepTable } from '../terminal/sweepTable.js';
import { type QueueAddress, workerCommandLine } from './queueOptions.js';

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
  /** Where the runs are queued for workers; null: they run here. */
  readonly queue: QueueAddress | null;
  /** What was typed. */
  readonly command: string;
}

/**
 * Runs a sweep, or what is left of it, on this machine or through a queue, and compares the runs.
 *
 * @returns the exit code: 0, or 1 when a run failed
 * @throws Interrupted after Ctrl-C; what the sweep throws
 */
export async function sweep(request: SweepRequest): Promise<number> {
  const { plan, dir, processes, overwrite, report, checkpointEvery, command, json, queue } = request;
  const job = runSweep(plan, {
    out: dir,
    processes,
    overwrite,
    report,
    ...(checkpointEvery === null ? {} : { checkpointEvery }),
    ...(queue === null ? {} : { runner: await runnerOn(queue) }),
    command,
    style: flagStyle,
  });
  const stopped = await stoppedText(request);
  const { folder, statuses, summaries } = await atTerminal(job, createSweepTable(messages, processes), {
    stopping: queue === null ? 'stopping all runs after their present step' : 'no longer watching',
    stopped: () => stopped,
  });
  if (summaries === null) throw new Interrupted(stopped);
  if (json) printJson({ settings: summaries });
  else {
    const { columns, rows } = comparison(summaries);
    printTable([columns, ...rows]);
    printLine(`report  ${folder.report}`);
  }
  const missing = statuses.filter(({ state }) => state !== 'done');
  for (const { run, state, reason, wording } of missing) {
    say(`${run.name} ${state}${reason === null ? '' : `: ${inFlags(wording ?? reason)}`}`);
  }
  return missing.length > 0 ? exitCodes.failure : exitCodes.ok;
}

/** Has workers run the sweep. The queue's client is only loaded where there is a queue. */
async function runnerOn(address: QueueAddress) {
  const { queuedRunner } = await import('@rnp/runs/queued');
  return queuedRunner({ ...address, workers: workerCommandLine(address) });
}

async function stoppedText({ queue, plan }: SweepRequest): Promise<string> {
  if (queue === null) return 'stopped; all runs are saved, and the same command goes on';
  const { sweepId } = await import('@rnp/runs/queued');
  return `the runs go on; the same command watches them again, ${cancelCommandLine(queue, sweepId(plan))} ends them`;
}

function cancelCommandLine({ server: { url } }: QueueAddress, id: string): string {
  const where = url === undefined ? [] : ['--queue', url];
  return ownCommand(['sweep', 'cancel', id, ...where]);
}
