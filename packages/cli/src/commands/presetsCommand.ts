import { recipes } from '@rnp/runs/recipes';
import { settingsInRecipe } from '@rnp/runs/settings';
import type { Command } from 'commander';
import { ExampleCommand } from '../commandLine/exampleCommand.js';
import { jsonOption } from '../options/options.js';
import { printJson, printLine, printTable } from '../terminal/print.js';

export function presetsCommand(): Command {
  return new ExampleCommand('presets')
    .summary('list the named sets of settings')
    .description('Lists the presets that `rnp train --preset` takes, or the settings of one preset.')
    .argument('[name]', 'name of one preset')
    .addOption(jsonOption('print names and settings as JSON'))
    .examples([
      'presets',
      'presets paper-mnist',
      'presets --json',
      'train --preset paper-mnist --out runs/paper',
    ])
    .action((name: string | undefined, flags: { readonly json?: boolean }) => {
      if (name !== undefined) printPreset(name, flags.json === true);
      else if (flags.json) printJson(recipes);
      else
        printTable(Object.entries(recipes).map(([one, { data, description }]) => [one, data, description]));
    });
}

/** @throws UsageError for an unknown preset */
function printPreset(name: string, json: boolean): void {
  const set = settingsInRecipe(name).filter((one) => one.default !== '');
  const { data, description } = recipes[name]!;
  if (json) {
    const settings = Object.fromEntries(set.map((one) => [one.name, one.default]));
    printJson({ name, description, data, settings });
    return;
  }
  printLine(`${name}: ${description}`);
  printTable([
    ['data', data, 'unless --data names others'],
    ...set.map((one) => [one.name, one.default, one.meaning]),
  ]);
}
