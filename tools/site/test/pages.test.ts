import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { listPages } from '../src/listPages.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const pages = listPages(root).flatMap((group) => group.pages);
const sources = new Set(pages.map(({ source }) => source));

test('every page has a source, and a place of its own', () => {
  expect(pages.filter(({ source }) => !existsSync(join(root, source)))).toEqual([]);
  expect(new Set(pages.map(({ path }) => path)).size).toBe(pages.length);
});

test('all of docs/ is on the site', () => {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' });
  const missing = docs.filter((path) => path.endsWith('.md') && !sources.has(`docs/${path}`));
  expect(missing).toEqual([]);
});
