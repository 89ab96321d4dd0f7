import { Command } from 'commander';
import { printJson, printLine, printTable } from '../output/print.js';
import { settingDefaults } from '../settings/settingDefaults.js';
import { settingTable } from '../settings/settingTable.js';
import { examples, jsonOption } from './options.js';

export function settingsCommand(): Command {
  return new Command('settings')
    .summary('list the settings of model and training')
    .description(
      'Lists every name that `rnp train --set` takes: its default, what it may be, and what it means.',
    )
    .addOption(jsonOption('print the list as JSON'))
    .addHelpText('after', examples(['settings', 'train --set latent=8 levels=3 overlap=0.03,0.03,0.05']))
    .action((flags: { readonly json?: boolean }) => {
      const defaults = settingDefaults();
      const rows = settingTable.map(({ name, group, meaning, values }) => ({
        name,
        group,
        default: defaults[name] ?? '',
        values,
        meaning,
      }));
      if (flags.json) return printJson(rows);
      for (const group of ['model', 'training'] as const) {
        printLine(
          `${group === 'model' ? 'Model' : '\nTraining'} (name, default of quick-start, values, meaning)`,
        );
        printTable(
          rows
            .filter((row) => row.group === group)
            .map((row) => [row.name, row.default, row.values, row.meaning]),
        );
      }
    });
}
