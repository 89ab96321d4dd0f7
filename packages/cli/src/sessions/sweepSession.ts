import { runSweep, type SweepOptions } from '@rnp/runs';
import { comparison, type SweepPlan } from '@rnp/runs/sweep';
import { Ended, exitCodes, Interrupted } from '../errors.js';
import { type QueueAddress, workerCommandLine } from '../options/queueOptions.js';
import { atTerminal } from '../terminal/atTerminal.js';
import { flagStyle, inFlags } from '../terminal/inFlags.js';
import { messages } from '../terminal/outputs.js';
import { ownCommand } from '../terminal/ownCommand.js';
import { printJson, printLine, printTable } from '../terminal/print.js';
import { say } from '../terminal/say.js';
import { createSweepTable } from '../terminal/sweepTable.js';

export interface SweepRequest extends Omit<SweepOptions, 'runner' | 'signal' | 'style'> {
  /** Runs at a time. */
  readonly processes: number;
  /** Where the runs are queued for workers; null: they run here. */
  readonly queue: QueueAddress | null;
  readonly json: boolean;
}

/**
 * Runs a sweep, or what is left of it, on this machine or through a queue, and compares the runs.
 *
 * @throws Ended when a run failed; Interrupted after Ctrl-C; what the sweep throws
 */
export async function sweep(plan: SweepPlan, { queue, json, ...options }: SweepRequest): Promise<void> {
  const runner = queue === null ? {} : { runner: await runnerOn(queue) };
  const job = runSweep(plan, { ...options, ...runner, style: flagStyle });
  const stopped = await stoppedText(plan, queue);
  const { folder, statuses, summaries } = await atTerminal(
    job,
    createSweepTable(messages, options.processes),
    {
      stopping: () => (queue === null ? 'stopping all runs after their present step' : 'no longer watching'),
      stopped: () => stopped,
      atOnce: () =>
        queue === null
          ? 'stopped at once; what runs did after their last checkpoints is not saved, and the same command goes on'
          : stopped,
    },
  );
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
  if (missing.length > 0) throw new Ended(exitCodes.failure);
}

/** Has workers run the sweep. The queue's client is only loaded where there is a queue. */
async function runnerOn(address: QueueAddress) {
  const { queuedRunner } = await import('@rnp/runs/distributed');
  return queuedRunner({ ...address, workers: workerCommandLine(address) });
}

async function stoppedText(plan: SweepPlan, queue: QueueAddress | null): Promise<string> {
  if (queue === null) return 'stopped; all runs are saved, and the same command goes on';
  const { sweepId } = await import('@rnp/runs/distributed');
  return `no longer watching; the same command watches the runs again, ${cancelCommandLine(queue, sweepId(plan))} ends them`;
}

function cancelCommandLine({ server: { url } }: QueueAddress, id: string): string {
  const where = url === undefined ? [] : ['--queue', url];
  return ownCommand(['sweep', 'cancel', id, ...where]);
}
