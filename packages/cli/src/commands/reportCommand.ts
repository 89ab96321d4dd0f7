import { type ReportOptions, reportModel } from '@rnp/runs/use';
import { type Command, Option } from 'commander';
import { printFigures, printLine } from '../terminal/print.js';
import { told } from '../terminal/told.js';
import { ExampleCommand } from './exampleCommand.js';
import {
  backendOption,
  dataOption,
  modelOption,
  outOption,
  overwriteOption,
  seedOption,
  splitOption,
  wholeNumber,
} from './options.js';

export function reportCommand(): Command {
  return new ExampleCommand('report')
    .summary('write the picture report of a model')
    .description('Measures a model on held-out images and writes report.html with its pictures.')
    .addOption(modelOption())
    .addOption(dataOption('data set (default: the one that the model learned from)'))
    .addOption(splitOption())
    .addOption(new Option('--limit <n>', 'measure only the first n images').argParser(wholeNumber(1)))
    .addOption(seedOption('seed of the samples (default: the run’s)'))
    .addOption(outOption('folder for the report (default: the run’s, or report)'))
    .addOption(overwriteOption())
    .addOption(backendOption())
    .examples(['report --model runs/quick-start', 'report --model runs/mnist --data digits --out other'])
    .action(run);
}

async function run(flags: ReportOptions): Promise<void> {
  const { path, figures, childrenPerLevel } = await told(reportModel(flags));
  printFigures(figures, childrenPerLevel);
  printLine(`report  ${path}`);
}
