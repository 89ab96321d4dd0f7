import type { QueuedSweeps } from '@rnp/runs/distributed';
import { formatSeconds } from '@rnp/runs/words';
import type { Command } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import { given, jsonOption } from '../options/options.js';
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
    .takes(queueOption(), jsonOption('print them as JSON'))
    .examples([
      'sweep status --queue redis://localhost',
      'sweep status latent-4f1c2a9b03 --queue redis://localhost',
    ])
    .action((id: string | undefined, flags: StatusFlags) =>
      withSweeps(flags, (sweeps) =>
        id === undefined ? listSweeps(sweeps, flags) : listTasks(sweeps, id, flags),
      ),
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
      withSweeps(flags, async (sweeps) => {
        await sweeps.cancel(id);
        printLine(`${id} is cancelled`);
      }),
    );
}

async function withSweeps(flags: QueueFlags, act: (sweeps: QueuedSweeps) => Promise<void>): Promise<void> {
  // The queue's client is only loaded where there is a queue.
  const { queuedSweeps } = await import('@rnp/runs/distributed');
  await using sweeps = await queuedSweeps({ ...given({ url: flags.queue }), onTrouble: say });
  await act(sweeps);
}

async function listSweeps(sweeps: QueuedSweeps, { json }: StatusFlags): Promise<void> {
  const all = await sweeps.list();
  if (json) return printJson(all);
  if (all.length === 0) return printLine('there is nothing on this queue');
  const states = ['done', 'active', 'waiting', 'failed', 'cancelled'] as const;
  printTable([
    ['id', 'name', ...states],
    ...all.map(({ id, name, counts }) => [id, name, ...states.map((state) => String(counts[state]))]),
  ]);
}

async function listTasks(sweeps: QueuedSweeps, id: string, { json }: StatusFlags): Promise<void> {
  const tasks = (await sweeps.tasks(id)).map(({ wording, ...task }) => {
    const { reason } = task;
    return reason === undefined ? task : { ...task, reason: inFlags(wording ?? reason) };
  });
  if (json) return printJson(tasks.map(({ soFar: _1, ssePerImage: _2, ...task }) => task));
  printTable([
    ['run', 'state', 'step', 'SSE', 'left', 'worker'],
    ...tasks.map(({ name, state, soFar, ssePerImage, reason, worker = '' }) => [
      name,
      state,
      soFar === null ? '' : `${soFar.step}/${soFar.steps}`,
      (soFar?.ssePerImage ?? ssePerImage)?.toFixed(2) ?? '',
      soFar === null ? '' : formatSeconds(soFar.secondsLeft),
      reason ?? worker,
    ]),
  ]);
}
