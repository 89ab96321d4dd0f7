import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { corpusSettings } from '@rnp/runs/corpus';
import { bookkeepingTable, defaultSettingValues, settingTable } from '@rnp/runs/settings';
import { sweepFields } from '@rnp/runs/sweep';
import { settingsPage } from '../src/settings/page.js';

const page = readFileSync(fileURLToPath(new URL('../../../docs/settings.md', import.meta.url)), 'utf8');

describe('docs/settings.md', () => {
  test('is what the rows of the settings make', () => {
    expect(page).toBe(
      settingsPage({
        settings: settingTable,
        values: defaultSettingValues(),
        bookkeeping: bookkeepingTable,
        sweep: sweepFields,
        corpus: corpusSettings,
      }),
    );
  });

  test('says something of every field of a sweep', () => {
    for (const { name, meaning } of [...sweepFields.file, ...sweepFields.entry]) {
      expect([name, meaning]).toEqual([name, expect.stringMatching(/\w/)]);
    }
  });

  test('has every setting once, in its group', () => {
    const listed = page
      .split('## Beside the settings')[0]!
      .split('\n')
      .flatMap((line) => /^\| `(\w+)` /.exec(line)?.[1] ?? /^## (Model|Training|Data)/.exec(line)?.[1] ?? []);
    const group = (title: string): string[] =>
      settingTable.filter((one) => one.group === title.toLowerCase()).map(({ name }) => name);
    expect(listed).toEqual(['Model', 'Training', 'Data'].flatMap((title) => [title, ...group(title)]));
  });
});
