import { fastestWords, figureCells, figureHeads } from '@rnp/runs/bench';
import { type BenchMachineEnd, type BenchMachineOptions, benchMachine } from '@rnp/runs/use';
import { tableLines } from '@rnp/runs/words';
import { type Command, Option } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import { backendsOption, jsonOption, positiveNumber } from '../options/options.js';
import { printJson, printLine, printLines } from '../terminal/print.js';
import { told } from '../terminal/told.js';

/** Called as the options of `benchMachine`. */
interface BenchFlags extends BenchMachineOptions {
  readonly json?: boolean;
}

export function benchCommand(): Command {
  return new ExampleCommand('bench')
    .summary('measure how fast each backend is on this machine')
    .description(
      'Times a product of matrices, the parse of a digit and a step of training on each backend that is installed, half a minute in all. For small models the fastest backend differs from machine to machine.',
    )
    .takes(
      backendsOption(
        'backends to measure: wasm, cpu, tensorflow, tensorflow-gpu (default: all that are installed)',
      ),
      new Option('--seconds <n>', 'of each of the three measurements, at least (default: 2.5)').argParser(
        positiveNumber,
      ),
      jsonOption('print the figures as JSON'),
    )
    .examples(['bench', 'bench --backend wasm,tensorflow', 'bench --seconds 10 --json'])
    .action(run);
}

async function run({ json = false, ...flags }: BenchFlags): Promise<void> {
  const end = await told(benchMachine(flags), { stopped: 'nothing was measured to its end' });
  if (json) printJson(end);
  else printFigures(end);
}

function printFigures({ machine, figures, refused }: BenchMachineEnd): void {
  const { processor, cores, platform, node, date } = machine;
  printLine(`${processor}, ${cores} cores, ${platform}, Node ${node}, ${date}`);
  printLine();
  const rows = figures.map((one) => figureCells(one));
  printLines(tableLines([figureHeads, ...rows], (column) => column > 0));
  printLine();
  for (const { backend, reason } of refused) printLine(`not ${backend}: ${reason}`);
  printLine(fastestWords(figures));
}
