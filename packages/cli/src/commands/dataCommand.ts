import { listDatasets } from '@rnp/datasets/node';
import { Argument, Command, Option } from 'commander';
import { openData, type Split, splits } from '../input/openData.js';
import { printJson, printLine, printTable } from '../output/print.js';
import { examples, jsonOption } from './options.js';

export function dataCommand(): Command {
  return new Command('data')
    .summary('list data sets, or get one')
    .description('Data sets by name. They are kept in RNP_DATA_DIR, or in a folder rnp in the user’s cache.')
    .addHelpText('after', examples(['data list', 'data get mnist']))
    .addCommand(listCommand())
    .addCommand(getCommand());
}

function listCommand(): Command {
  return new Command('list')
    .summary('list the data sets')
    .description('Lists the data sets, and which of them are on this machine.')
    .addOption(jsonOption('print the list as JSON'))
    .addHelpText('after', examples(['data list', 'data list --json']))
    .action(async (flags: { readonly json?: boolean }) => {
      const all = await listDatasets();
      if (flags.json) return printJson(all);
      printTable(
        all.map(({ name, description, imageShape, splits: { train, test }, embedded, cached }) => [
          name,
          imageShape.join('×'),
          `${train} + ${test}`,
          embedded ? 'in the package' : cached.train && cached.test ? 'here' : 'to download',
          description,
        ]),
      );
    });
}

function getCommand(): Command {
  return new Command('get')
    .summary('download and check a data set')
    .description('Downloads what is missing of a data set, and checks all of it.')
    .addArgument(new Argument('<name>', 'a name of `rnp data list`'))
    .addOption(new Option('--split <split>', 'only this part').choices(splits))
    .addOption(jsonOption('print what is there now as JSON'))
    .addHelpText('after', examples(['data get mnist', 'data get fashion-mnist --split test']))
    .action(async (name: string, flags: { readonly split?: Split; readonly json?: boolean }) => {
      const parts: object[] = [];
      for (const split of flags.split === undefined ? splits : [flags.split]) {
        const { length, imageShape } = await openData(name, split);
        parts.push({ split, images: length, imageShape });
        if (!flags.json) printLine(`${name} ${split}: ${length} images of ${imageShape.join('×')}, checked`);
      }
      if (flags.json) printJson({ name, splits: parts });
    });
}
