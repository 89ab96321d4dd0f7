import type { TaskQueue, TaskStatus } from '@rnp/queue';
import { UsageError } from '@rnp/runs';
import { formatSeconds } from '@rnp/runs/words';
import type { Command } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import { jsonOption } from '../options/options.js';
import { type QueueFlags, queueOption } from '../options/queueOptions.js';
import { inFlags } from '../terminal/inFlags.js';
import { printJson, printLine, printTable } from '../terminal/print.js';
import { say } from '../terminal/say.js';

interface StatusFlags extends QueueFlags {
  readonly json?: boolean;
}

export function statusCommand(): Command {
  return new ExampleCommand('status')
    .summary('show the progress of the sweeps on a queue')
    .description('Lists the sweeps on a queue, or the runs of one.')
    .argument('[id]', 'id of a sweep (default: all of them)')
    .addOption(queueOption())
    .addOption(jsonOption('print them as JSON'))
    .examples([
      'sweep status --queue redis://localhost',
      'sweep status latent-4f1c2a9b03 --queue redis://localhost',
    ])
    .action((id: string | undefined, flags: StatusFlags) =>
      withQueue(flags, (queue) => (id === undefined ? listSweeps(queue, flags) : listRuns(queue, id, flags))),
    );
}

export function cancelCommand(): Command {
  return new ExampleCommand('cancel')
    .summary('cancel a sweep on a queue')
    .description(
      'Waiting runs never start; running ones save and stop. If you start the same sweep again, it continues from there.',
    )
    .argument('<id>', 'id of a sweep, see `rnp sweep status`')
    .addOption(queueOption())
    .examples(['sweep cancel latent-4f1c2a9b03 --queue redis://localhost'])
    .action((id: string, flags: QueueFlags) =>
      withQueue(flags, async (queue) => {
        await requireBatch(queue, id);
        await queue.cancel(id);
        printLine(`${id} is cancelled`);
      }),
    );
}

async function withQueue(
  { queue: url }: QueueFlags,
  act: (queue: TaskQueue) => Promise<void>,
): Promise<void> {
  // The queue's client is only loaded where there is a queue.
  const { openQueue } = await import('@rnp/queue');
  const queue = await openQueue({
    ...(url === undefined ? {} : { url }),
    onTrouble: say,
  });
  try {
    await act(queue);
  } finally {
    await queue.close();
  }
}

async function listSweeps(queue: TaskQueue, { json }: StatusFlags): Promise<void> {
  const batches = await queue.batches();
  if (json) {
    printJson(batches);
    return;
  }
  if (batches.length === 0) printLine('there is nothing on this queue');
  else {
    printTable([
      ['id', 'name', 'done', 'active', 'waiting', 'failed', 'cancelled'],
      ...batches.map(({ id, name, counts }) => [
        id,
        name,
        ...[counts.done, counts.active, counts.waiting, counts.failed, counts.cancelled].map(String),
      ]),
    ]);
  }
}

async function listRuns(queue: TaskQueue, id: string, { json }: StatusFlags): Promise<void> {
  await requireBatch(queue, id);
  const { statusOf } = await import('@rnp/runs/queued');
  const tasks = await queue.status(id);
  if (json) {
    printJson(
      tasks.map((task) => {
        const { wording: _, ...others } = task;
        const reason = reasonOf(task);
        return reason === undefined ? others : { ...others, reason };
      }),
    );
    return;
  }
  printTable([
    ['run', 'state', 'step', 'SSE', 'left', 'worker'],
    ...tasks.map((task) => {
      const { soFar = null } = task.state === 'done' ? {} : statusOf(task);
      const result = (task.result as { readonly ssePerImage?: unknown } | null)?.ssePerImage;
      const sse = typeof result === 'number' ? result : undefined;
      const [step, error, left] =
        soFar === null
          ? ['', sse?.toFixed(2) ?? '', '']
          : [`${soFar.step}/${soFar.steps}`, soFar.ssePerImage.toFixed(2), formatSeconds(soFar.secondsLeft)];
      return [task.name, task.state, step, error, left, reasonOf(task) ?? task.worker ?? ''];
    }),
  ]);
}

function reasonOf({ reason, wording }: TaskStatus): string | undefined {
  return reason === undefined ? undefined : inFlags(wording ?? reason);
}

/** @throws UsageError naming what there is */
async function requireBatch(queue: TaskQueue, id: string): Promise<void> {
  if ((await queue.batch(id)) !== null) return;
  const ids = (await queue.batches()).map((batch) => batch.id);
  throw new UsageError(
    `there is no sweep ${id} on this queue${ids.length === 0 ? '' : `; there are ${ids.slice(0, 10).join(', ')}`}`,
  );
}
