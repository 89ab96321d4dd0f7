import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const src = new URL('../src/', import.meta.url).pathname;

test('nothing writes to the terminal or touches the process, but for the programs that are processes of their own', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const children = ['sweep/trainChild.ts', 'corpus/imageChild.ts'];
  const loud = files.filter((name) =>
    /\bconsole\.|\bprocess\.(on|off|once|exit|stdout|stderr)\b/.test(readFileSync(join(src, name), 'utf8')),
  );
  expect(loud.map((name) => name.replaceAll('\\', '/')).sort()).toEqual([...children].sort());
});
