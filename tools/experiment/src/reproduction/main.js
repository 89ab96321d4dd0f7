#!/usr/bin/env node
// npm run reproduction: writes what docs/reproduction.md and the examples' READMEs say of results from the committed
// metrics.json; --check only compares.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { resultPages } from './pages.js';

const inRepository = (path) => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
const metricsOf = (example) => {
  const file = inRepository(`examples/${example}/results/metrics.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
};

const stale = resultPages(metricsOf, (path) => readFileSync(inRepository(path), 'utf8')).filter(
  ({ is, should }) => is !== should,
);
if (stale.length === 0) {
  console.log('every page says what the results say');
} else if (process.argv.includes('--check')) {
  for (const { path } of stale)
    console.error(`${path} does not say what the results say; run npm run reproduction`);
  process.exitCode = 1;
} else {
  for (const { path, should } of stale) {
    writeFileSync(inRepository(path), should);
    console.log(`${path} written`);
  }
}
