#!/usr/bin/env node
// npm run settings: writes docs/settings.md; --check only compares.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { corpusSettings } from '@rnp/runs/corpus';
import { bookkeepingTable, defaultSettingValues, settingTable } from '@rnp/runs/settings';
import { sweepFields } from '@rnp/runs/sweep';
import { settingsPage } from './page.js';

const path = fileURLToPath(new URL('../../../../docs/settings.md', import.meta.url));
const should = settingsPage({
  settings: settingTable,
  values: defaultSettingValues(),
  bookkeeping: bookkeepingTable,
  sweep: sweepFields,
  corpus: corpusSettings,
});
if (existsSync(path) && readFileSync(path, 'utf8') === should) {
  console.log('docs/settings.md says what the rows of the settings say');
} else if (process.argv.includes('--check')) {
  console.error('docs/settings.md does not say what the rows of the settings say; run npm run settings');
  process.exitCode = 1;
} else {
  writeFileSync(path, should);
  console.log('docs/settings.md written');
}
