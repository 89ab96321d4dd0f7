import { mkdir } from 'node:fs/promises';
import { lockFolder, openStore } from '@rnp/files/node';
import { exitCodes } from '../errors.js';
import { printJson, printLine, printTable } from '../output/print.js';
import { type QueueAddress, workerCommandLine } from '../queue/queueOptions.js';
import { sweepId } from '../queue/runKind.js';
import { listenForInterrupt } from '../run/interruption.js';
import { messages } from '../terminal/outputs.js';
import { say } from '../terminal/say.js';
import { shellCommand } from '../terminal/shellWords.js';
import { runLocally } from './localSweep.js';
import type { RunStatus } from './runStatus.js';
import { statusesIn, sweepFolder, writePlan } from './sweepFolder.js';
import type { SweepPlan } from './sweepPlan.js';
import { comparison, writeSweepReport } from './sweepReport.js';
import type { SweepRunner, SweepRunnerOptions } from './sweepRunner.js';
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
  /** Where the runs are queued for workers; null: they run here. */
  readonly queue: QueueAddress | null;
  /** What was typed. */
  readonly command: string;
}

/**
 * Runs a sweep, or what is left of it, on this machine or through a queue, and compares the runs.
 *
 * @returns the exit code: 0, 1 when a run failed, 130 after Ctrl-C
 */
export async function sweep(request: SweepRequest): Promise<number> {
  const { plan, dir, processes, overwrite, command, json } = request;
  const folder = sweepFolder(dir);
  await mkdir(dir, { recursive: true });
  const lock = await lockFolder(dir);
  const table = createSweepTable(messages, processes);
  const interruption = listenForInterrupt(() =>
    table.log(
      request.queue === null
        ? 'stopping all runs after their present step; once more to stop at once'
        : 'no longer watching',
    ),
  );
  const { signal } = interruption;
  try {
    const before = await statusesIn(folder, plan, overwrite);
    await writePlan(folder, plan, command);
    const now: RunStatus[] = [...before];
    table.update(now);
    const run = request.queue === null ? runLocally : onQueue(request.queue);
    const after = await run(plan, folder, before, {
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
      say(stoppedText(request));
      return exitCodes.interrupted;
    }
    const summaries = await writeSweepReport(plan, folder, after, command);
    if (json) printJson({ settings: summaries });
    else {
      const { columns, rows } = comparison(summaries);
      printTable([columns, ...rows]);
      printLine(`report  ${folder.report}`);
    }
    const missing = after.filter(({ state }) => state !== 'done');
    for (const { run: one, state, reason } of missing) {
      say(`${one.name} ${state}${reason === null ? '' : `: ${reason}`}`);
    }
    return missing.length > 0 ? exitCodes.failure : exitCodes.ok;
  } finally {
    table.stop();
    interruption.stop();
    await lock.release().catch(() => undefined);
  }
}

/** Has workers run the sweep. The queue's client is only loaded where there is a queue. */
function onQueue(address: QueueAddress): SweepRunner<SweepRunnerOptions> {
  const { server, store } = address;
  return async (plan, folder, statuses, options) => {
    const [{ openQueue }, { runQueued }] = await Promise.all([
      import('@rnp/queue'),
      import('../queue/queuedSweep.js'),
    ]);
    const queue = await openQueue({ ...server, onTrouble: options.say });
    try {
      return await runQueued(plan, folder, statuses, {
        ...options,
        queue,
        store: await openStore(store),
        workers: workerCommandLine(address),
      });
    } finally {
      await queue.close();
    }
  };
}

function stoppedText({ queue, plan }: SweepRequest): string {
  return queue === null
    ? 'stopped; all runs are saved, and the same command goes on'
    : `the runs go on; the same command watches them again, ${cancelCommandLine(queue, plan)} ends them`;
}

function cancelCommandLine({ server: { url } }: QueueAddress, plan: SweepPlan): string {
  const where = url === undefined ? [] : ['--queue', url];
  return shellCommand(['rnp', 'sweep', 'cancel', sweepId(plan), ...where]);
}
