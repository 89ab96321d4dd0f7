import { type DatasetInfo, defaultDataDir, type FileVerdict, listDatasets } from '@rnp/datasets/node';
import { type Split, splits } from '@rnp/runs/data';
import { type FetchedEvent, fetchData, verifyData } from '@rnp/runs/use';
import { type Command, Option } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import { Ended, exitCodes } from '../errors.js';
import { jsonOption } from '../options/options.js';
import { printJson, printLine, printTable } from '../terminal/print.js';
import { told } from '../terminal/told.js';
import { describeCommand } from './dataDescribeCommand.js';

export function dataCommand(): Command {
  return new ExampleCommand('data')
    .summary('list data sets, describe a data set or folder, download one, or verify all files')
    .description(
      'Manages data sets by name. They are kept in RNP_DATA_DIR, or in the folder rnp in the user’s cache.',
    )
    .examples(['data list', 'data describe photos', 'data get mnist', 'data verify'])
    .addCommand(listCommand())
    .addCommand(describeCommand())
    .addCommand(getCommand())
    .addCommand(verifyCommand());
}

function listCommand(): Command {
  return new ExampleCommand('list')
    .summary('list the data sets')
    .description('Lists the data sets, and which of them are on this machine.')
    .addOption(jsonOption('print the list as JSON'))
    .examples(['data list', 'data list --json'])
    .action(async (flags: { readonly json?: boolean }) => {
      const all = await listDatasets();
      if (flags.json) return printJson(all);
      printTable(
        all.map((info) => [
          info.name,
          info.imageShape.join('×'),
          `${info.splits.train} + ${info.splits.test}`,
          whereabouts(info),
          info.description,
        ]),
      );
    });
}

function getCommand(): Command {
  return new ExampleCommand('get')
    .summary('download and check a data set')
    .description('Downloads the missing files of a data set, and checks all its files.')
    .argument('<name>', 'a name of `rnp data list`')
    .addOption(new Option('--split <split>', 'only this part').choices(splits))
    .addOption(jsonOption('print the files that are now there as JSON'))
    .examples(['data get mnist', 'data get fashion-mnist --split test'])
    .action(async (name: string, flags: { readonly split?: Split; readonly json?: boolean }) => {
      const { json = false, ...options } = flags;
      const onFetched = ({ split, images, imageShape }: FetchedEvent): void => {
        if (!json) printLine(`${name} ${split}: ${images} images of ${imageShape.join('×')}, checked`);
      };
      const stopped = 'what was fetched whole is kept';
      const fetched = await told(fetchData(name, options), { onFetched, stopped });
      if (json) printJson({ name, splits: fetched });
    });
}

function verifyCommand(): Command {
  return new ExampleCommand('verify')
    .summary('recompute the checksums of all downloaded files')
    .description(
      'Reads every file of every data set in RNP_DATA_DIR and recomputes its length and sha256. Fails if a file is bad; downloads nothing.',
    )
    .addOption(jsonOption('print the results as JSON'))
    .examples(['data verify', 'data verify --json'])
    .action(async (flags: { readonly json?: boolean }) => {
      const verdicts = await told(verifyData(), { stopped: 'not all files were read' });
      if (flags.json) printJson(verdicts);
      else printVerdicts(verdicts);
      if (verdicts.some(({ state }) => state === 'bad')) throw new Ended(exitCodes.failure);
    });
}

function printVerdicts(verdicts: readonly FileVerdict[]): void {
  const here = verdicts.filter(({ state }) => state !== 'absent');
  if (here.length === 0) printLine(`no files of data sets in ${defaultDataDir()}`);
  printTable(
    here.map((verdict) => [verdict.state, verdict.state === 'bad' ? verdict.message : verdict.path]),
  );
}

function whereabouts({ embedded, cached, downloadable }: DatasetInfo): string {
  if (embedded) return 'in the package';
  if (cached.train && cached.test) return 'here';
  return downloadable ? 'to download' : 'to put there';
}
