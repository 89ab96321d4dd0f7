import { figureRows } from '@rnp/runs/record';
import { type ReportOptions, reportModel } from '@rnp/runs/use';
import type { Command } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import {
  backendOption,
  inferOption,
  limitOption,
  measuredDataOptions,
  outOption,
  overwriteOption,
  presenceOption,
  seedOption,
} from '../options/options.js';
import { printLine, printTable } from '../terminal/print.js';
import { told } from '../terminal/told.js';

export function reportCommand(): Command {
  return new ExampleCommand('report')
    .summary('write the picture report of a model')
    .description('Measures a model on held-out images and writes report.html with its pictures.')
    .takes(
      ...measuredDataOptions(),
      limitOption(),
      inferOption(),
      presenceOption(),
      seedOption('seed of the samples (default: the run’s)'),
      outOption('folder for the report (default: the run’s, or report); a run’s own report is replaced'),
      overwriteOption(),
      backendOption(),
    )
    .examples(['report --model runs/quick-start', 'report --model runs/mnist --data digits --out other'])
    .action(run);
}

async function run(flags: ReportOptions): Promise<void> {
  const { path, figures, childrenPerLevel } = await told(reportModel(flags));
  printTable(figureRows(figures, childrenPerLevel));
  printLine(`report  ${path}`);
}
