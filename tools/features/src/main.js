#!/usr/bin/env node
// npm run features: writes docs/features.md; --check only compares.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { absent, tables } from './features.js';
import { featuresPage } from './page.js';

const path = fileURLToPath(new URL('../../../docs/features.md', import.meta.url));
const should = featuresPage({ tables, absent });
if (existsSync(path) && readFileSync(path, 'utf8') === should) {
  console.log('docs/features.md says what features.js says');
} else if (process.argv.includes('--check')) {
  console.error('docs/features.md does not say what features.js says; run npm run features');
  process.exitCode = 1;
} else {
  writeFileSync(path, should);
  console.log('docs/features.md written');
}
