import { join } from 'node:path';
import type { SweepOptions } from '@rnp/runs';
import { fileName } from '@rnp/runs/outputs';
import type { SettingSources } from '@rnp/runs/settings';
import { processesFor, readSweepFile, type SweepPlan, sweepFields, sweepPlan } from '@rnp/runs/sweep';
import { counted } from '@rnp/runs/words';
import { type Command, Option } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import {
  countOption,
  dataOption,
  given,
  jsonOption,
  outOption,
  settingOption,
  wholeNumber,
} from '../options/options.js';
import { type QueueFlags, queueAddress, queueOptions } from '../options/queueOptions.js';
import { bookkeepingOption } from '../options/runOptions.js';
import { sweep } from '../sessions/sweepSession.js';
import { withDataBar } from '../terminal/dataBar.js';
import { printJson, printLine, printTable } from '../terminal/print.js';
import { cancelCommand, statusCommand } from './sweepQueueCommands.js';

/** Called as the options of `runSweep` and `sweepPlan`. */
interface SweepFlags
  extends QueueFlags,
    Pick<SweepOptions, 'processes' | 'checkpointEvery' | 'overwrite'>,
    Pick<SettingSources, 'set' | 'data' | 'steps'> {
  readonly seeds?: readonly number[];
  readonly out?: string;
  readonly report: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const format = `
A sweep is a YAML or JSON file:
  base:                     # what all runs have: ${sweepFields.entry.map(({ name }) => name).join(', ')}
    preset: mnist
    set: { steps: 1800 }
  grid:                     # each combination is a setting; names as in \`rnp settings\`
    latent: [8, 16]
    overlap: [none, [0.05, 0.07]]
  # list:                   # or settings one by one, instead of a grid
  #   - { name: plain, set: { overlap: none } }
  seeds: [1, 2, 3]          # each setting runs with each seed; 3 means the same
  evaluateEvery: epoch      # measure on held-out images as training goes on, for the curves
`;

/** @param command what was typed, for cards and reports */
export function sweepCommand(command: string): Command {
  return new ExampleCommand('sweep')
    .summary('run settings × seeds side by side, and compare them')
    .description(
      'Runs all combinations of a file, several runs at a time, each in its own process. If it was stopped, the same command continues with the remaining runs. Writes a folder for every run, and a report that compares them.',
    )
    .argument('<file>', 'the sweep, YAML or JSON')
    .takes(
      outOption('folder of the sweep (default: sweeps/ and the name of the sweep)'),
      countOption(
        '--processes <n>',
        'runs at a time (default: as many as there are cores for their engines)',
      ),
      new Option('--set <name=value...>', 'any setting of all runs, see `rnp settings`'),
      dataOption('data set of all runs'),
      settingOption('steps', 'of all runs'),
      new Option('--seeds <list>', 'seeds instead of the file’s, such as 1,2,3').argParser(wholeNumbers),
      new Option('--overwrite', 'replace runs of other settings in the folder'),
      bookkeepingOption('checkpointEvery'),
      bookkeepingOption('report', 'write no report of each run; the comparison is still written'),
      ...queueOptions(),
      new Option('--dry-run', 'list the runs, run none'),
      jsonOption('print the comparison as JSON'),
    )
    .addHelpText('after', format)
    .examples([
      'sweep sweep.yaml',
      'sweep sweep.yaml --processes 4 --out sweeps/latent',
      'sweep sweep.yaml --dry-run',
      'sweep sweep.yaml --queue redis://queue.example:6379 --store file:///shared/rnp',
    ])
    .enablePositionalOptions()
    .addCommand(statusCommand())
    .addCommand(cancelCommand())
    .action((file: string, flags: SweepFlags) => run(file, flags, command));
}

async function run(file: string, flags: SweepFlags, command: string): Promise<void> {
  const { set, data, steps, seeds, queue, store, dryRun, out, processes, json = false, ...options } = flags;
  const read = await readSweepFile(file);
  const plan = await withDataBar((listen) =>
    sweepPlan({ ...read, ...given({ seeds }) }, file, given({ set, data, steps }), listen),
  );
  if (dryRun) return list(plan, json);
  await sweep(plan, {
    ...options,
    out: out ?? join('sweeps', fileName(plan.name)),
    processes: Math.min(processes ?? processesFor(plan), plan.runs.length),
    queue: queueAddress({ queue, store }),
    command,
    json,
  });
}

function wholeNumbers(value: string): readonly number[] {
  return value.split(',').map(wholeNumber(0));
}

function list({ runs }: SweepPlan, asJson: boolean): void {
  if (asJson) {
    printJson(runs);
    return;
  }
  printTable([
    ['run', 'data', 'key'],
    ...runs.map(({ name, key, settings }) => [name, settings.data, key.slice(0, 12)]),
  ]);
  printLine(counted(runs.length, 'run'));
}
