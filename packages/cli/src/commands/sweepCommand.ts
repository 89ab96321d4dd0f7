import { join } from 'node:path';
import { fileName } from '@rnp/runs/outputs';
import { processesFor, readSweepFile, type SweepPlan, sweepFields, sweepPlan } from '@rnp/runs/sweep';
import { counted } from '@rnp/runs/words';
import { type Command, Option } from 'commander';
import { withDataBar } from '../terminal/dataBar.js';
import { printJson, printLine, printTable } from '../terminal/print.js';
import { ExampleCommand } from './exampleCommand.js';
import { dataOption, jsonOption, outOption, settingOption, wholeNumber } from './options.js';
import { type QueueFlags, queueAddress, queueOption, storeOption } from './queueOptions.js';
import { sweep } from './sweepAtTerminal.js';
import { cancelCommand, statusCommand } from './sweepQueueCommands.js';

interface SweepFlags extends QueueFlags {
  readonly set?: readonly string[];
  readonly data?: string;
  readonly steps?: number;
  readonly seeds?: readonly number[];
  readonly out?: string;
  readonly processes?: number;
  readonly checkpointEvery?: number;
  readonly overwrite?: boolean;
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
export function sweepCommand(command: string, setExitCode: (code: number) => void): Command {
  return new ExampleCommand('sweep')
    .summary('run settings × seeds side by side, and compare them')
    .description(
      'Runs all combinations of a file, several runs at a time, each in its own process. If it was stopped, the same command continues with the remaining runs. Writes a folder for every run, and a report that compares them.',
    )
    .argument('<file>', 'the sweep, YAML or JSON')
    .addOption(outOption('folder of the sweep (default: sweeps/ and the name of the sweep)'))
    .addOption(
      new Option(
        '--processes <n>',
        'runs at a time (default: as many as there are cores for their engines)',
      ).argParser(wholeNumber(1)),
    )
    .option('--set <name=value...>', 'any setting of all runs, see `rnp settings`')
    .addOption(dataOption('data set of all runs'))
    .addOption(settingOption('steps', 'of all runs'))
    .addOption(
      new Option('--seeds <list>', 'seeds instead of the file’s, such as 1,2,3').argParser(wholeNumbers),
    )
    .option('--overwrite', 'replace runs of other settings in the folder')
    .addOption(
      new Option('--checkpoint-every <n>', 'steps between checkpoints (default: about 30 s)').argParser(
        wholeNumber(1),
      ),
    )
    .option('--no-report', 'write no report of each run; the comparison is still written')
    .addOption(queueOption())
    .addOption(storeOption())
    .option('--dry-run', 'list the runs, run none')
    .addOption(jsonOption('print the comparison as JSON'))
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
    .action(async (file: string, flags: SweepFlags) => setExitCode(await run(file, flags, command)));
}

async function run(file: string, flags: SweepFlags, command: string): Promise<number> {
  const { set, data, steps, seeds, processes, out, json } = flags;
  const read = await readSweepFile(file);
  const over = {
    ...(set === undefined ? {} : { set }),
    ...(data === undefined ? {} : { data }),
    ...(steps === undefined ? {} : { steps }),
  };
  const plan = await withDataBar((listen) =>
    sweepPlan(seeds === undefined ? read : { ...read, seeds }, file, over, listen),
  );
  if (flags.dryRun) {
    list(plan, json === true);
    return 0;
  }
  return sweep({
    queue: queueAddress(flags),
    plan,
    dir: out ?? join('sweeps', fileName(plan.name)),
    processes: Math.min(processes ?? processesFor(plan), plan.runs.length),
    overwrite: flags.overwrite === true,
    report: flags.report,
    checkpointEvery: flags.checkpointEvery ?? null,
    json: json === true,
    command,
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
