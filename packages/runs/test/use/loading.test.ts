import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const built = fileURLToPath(new URL('../../dist/', import.meta.url));

test('maps and clusters, some 300 modules, are loaded by embedPrograms alone', () => {
  const scripts = readdirSync(built).filter((name) => name.endsWith('.mjs'));
  const source = scripts.map((name) => readFileSync(built + name, 'utf8')).join('\n');
  expect(source).toContain('import("@rnp/analysis")');
  expect(source).not.toMatch(/(from|^import) ["']@rnp\/analysis["']/m);
});
