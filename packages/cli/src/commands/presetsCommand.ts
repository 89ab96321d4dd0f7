import { Command } from 'commander';
import { printJson, printTable } from '../output/print.js';
import { presets } from '../settings/presets.js';
import { examples, jsonOption } from './options.js';

export function presetsCommand(): Command {
  return new Command('presets')
    .summary('list the named sets of settings')
    .description('Lists what `rnp train --preset` takes.')
    .addOption(jsonOption('print names and settings as JSON'))
    .addHelpText(
      'after',
      examples(['presets', 'presets --json', 'train --preset paper-mnist --out runs/paper']),
    )
    .action((flags: { readonly json?: boolean }) => {
      if (flags.json) printJson(presets);
      else
        printTable(Object.entries(presets).map(([name, { data, description }]) => [name, data, description]));
    });
}
