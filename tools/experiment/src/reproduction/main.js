#!/usr/bin/env node
// npm run reproduction: writes the table of docs/reproduction.md from the committed results; --check only compares.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { withTable } from './table.js';

const repository = new URL('../../../../', import.meta.url);
const path = fileURLToPath(new URL('docs/reproduction.md', repository));
const metricsOf = (example) => {
  const file = new URL(`examples/${example}/results/metrics.json`, repository);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
};

const page = readFileSync(path, 'utf8');
const now = withTable(page, metricsOf);
if (now === page) {
  console.log('docs/reproduction.md says what the results say');
} else if (process.argv.includes('--check')) {
  console.error('docs/reproduction.md does not say what the results say; run npm run reproduction');
  process.exitCode = 1;
} else {
  writeFileSync(path, now);
  console.log('docs/reproduction.md written');
}
