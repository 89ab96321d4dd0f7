import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { defaultSettingValues, settingTable } from '@rnp/runs/settings';
import { settingsPage } from '../src/settings/page.js';

const page = readFileSync(fileURLToPath(new URL('../../../docs/settings.md', import.meta.url)), 'utf8');

describe('docs/settings.md', () => {
  test('is what the rows of the settings make', () => {
    expect(page).toBe(settingsPage({ settings: settingTable, values: defaultSettingValues() }));
  });

  test('has every setting once, in its group', () => {
    const listed = page
      .split('\n')
      .flatMap((line) => /^\| `(\w+)` /.exec(line)?.[1] ?? /^## (Model|Training|Data)/.exec(line)?.[1] ?? []);
    const group = (title: string): string[] =>
      settingTable.filter((one) => one.group === title.toLowerCase()).map(({ name }) => name);
    expect(listed).toEqual(['Model', 'Training', 'Data'].flatMap((title) => [title, ...group(title)]));
  });
});
