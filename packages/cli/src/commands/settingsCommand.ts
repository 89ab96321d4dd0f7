import { type SettingGroup, settingNames, settingsInRecipe, unknownSetting } from '@rnp/runs/settings';
import type { Command } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import { jsonOption } from '../options/options.js';
import { printJson, printLine, printTable } from '../terminal/print.js';

interface SettingsFlags {
  readonly preset: string;
  readonly json?: boolean;
}

const titles: Readonly<Record<SettingGroup, string>> = { model: 'Model', training: 'Training', data: 'Data' };

export function settingsCommand(): Command {
  return new ExampleCommand('settings')
    .summary('list the settings of model, training and data')
    .description(
      'Lists every name that `rnp train --set` takes, or one of them, with its value in a preset, its possible values and its meaning.',
    )
    .argument('[name]', 'name of one setting')
    .option('--preset <name>', 'preset whose values are shown, see `rnp presets`', 'quick-start')
    .addOption(jsonOption('print the list as JSON'))
    .examples([
      'settings',
      'settings levels',
      'settings --preset paper-mnist',
      'train --set latent=8 levels=3 overlap=0.03,0.03,0.05',
    ])
    .action((name: string | undefined, { preset, json }: SettingsFlags) => {
      if (name !== undefined && !settingNames.includes(name)) throw unknownSetting(name);
      const rows = settingsInRecipe(preset).filter((one) => name === undefined || one.name === name);
      if (json) return printJson(rows);
      for (const [group, title] of Object.entries(titles)) {
        const own = rows.filter((row) => row.group === group);
        if (own.length === 0) continue;
        if (name === undefined && group !== 'model') printLine();
        printLine(`${title} (name, value in ${preset}, values, meaning)`);
        printTable(own.map((row) => [row.name, row.default, row.values, row.meaning]));
      }
    });
}
