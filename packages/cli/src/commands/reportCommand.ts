import { figureRows } from '@rnp/runs/record';
import { type ReportOptions, reportModel } from '@rnp/runs/use';
import type { Command } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import { objectFlags, type SceneObjectsFlags } from '../options/objectFlags.js';
import {
  backendOption,
  inferOption,
  limitOption,
  measuredDataOptions,
  outOption,
  overwriteOption,
  presenceLevelsOption,
  presenceOption,
  sceneObjectsOptions,
  seedOption,
} from '../options/options.js';
import { presenceFlags, type TypedPresence } from '../options/presenceFlags.js';
import { printLine, printTable } from '../terminal/print.js';
import { told } from '../terminal/told.js';

export function reportCommand(): Command {
  return new ExampleCommand('report')
    .summary('write the picture report of a model')
    .description(
      'Measures a model on held-out images and writes report.html with its pictures. With --objects, a chapter tells how a model of single objects finds those of scenes.',
    )
    .takes(
      ...measuredDataOptions(),
      limitOption(),
      inferOption(),
      presenceOption(),
      presenceLevelsOption(),
      ...sceneObjectsOptions(),
      seedOption('seed of the samples (default: the run’s)'),
      outOption('folder for the report (default: the run’s, or report); a run’s own report is replaced'),
      overwriteOption(),
      backendOption(),
    )
    .examples([
      'report --model runs/quick-start',
      'report --model runs/mnist --data digits --out other',
      "report --model mnist --data 'scenes?count=0-2&canvas=50' --objects --limit 100",
    ])
    .action(run);
}

async function run(flags: Omit<ReportOptions, 'objects'> & SceneObjectsFlags & TypedPresence): Promise<void> {
  const { asked, rest } = objectFlags(presenceFlags(flags));
  const { path, figures, childrenPerLevel, scenes } = await told(
    reportModel({ ...rest, ...(asked && { objects: asked }) }),
  );
  printTable(figureRows(figures, childrenPerLevel));
  if (scenes !== null) printTable(scenes.rows);
  printLine(`report  ${path}`);
}
