import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { batchOf } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { encodePng } from '@rnp/viz';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { rnp } from './rnp.js';

const cwd = temporaryFolder();
// Its JavaScript is run by tools/pack-check.
const page = readFileSync(new URL('../../../docs/guide/corpora.md', import.meta.url), 'utf8');
const python = /```python\n([\s\S]*?)```/.exec(page)![1]!;

beforeAll(async () => {
  const digits = await embeddedDigits({ split: 'test' });
  mkdirSync(join(cwd, 'scans'));
  for (const i of [0, 1, 2]) {
    const picture = { width: 28, height: 28, channels: 1, data: batchOf(digits, [i]) } as const;
    writeFileSync(join(cwd, 'scans', `${i} ü.png`), encodePng(picture));
  }
  writeFileSync(join(cwd, 'scans', 'note.png'), 'no picture');
  const { code } = await rnp(['parse', 'scans', '--model', 'mnist', '--shard-size', '3'], cwd);
  expect(code).toBe(0);
});

describe('corpora', () => {
  if (spawnSync('python3', ['--version']).status === 0) {
    test("the guide's Python reads what JavaScript wrote", () => {
      const env = { ...process.env, PYTHONIOENCODING: 'utf-8' };
      const printed = execFileSync('python3', ['-c', python], { cwd, env, encoding: 'utf8' });
      const [first] = readFileSync(join(cwd, 'corpus/scans/shard-000000.jsonl'), 'utf8').split('\n');
      const { children } = JSON.parse(first!).tree.root;
      const lines = printed.trimEnd().split('\n');
      expect(lines).toHaveLength(13);
      for (const [i, { step, toImage }] of children.entries()) {
        const [, at, x, y] = /^0 ü\.png (\d) (\S+) (\S+)$/.exec(lines[i]!)!.map(Number);
        expect(at).toBe(step);
        // A middle is where the map gives 0, but for the digits that were not printed.
        for (const [a, b, c] of toImage) {
          expect(Math.abs(a * x! + b * y! + c)).toBeLessThan(0.0051 * (Math.abs(a) + Math.abs(b)));
        }
      }
      expect(lines.at(-1)).toBe('note.png RNP_IMAGE_FORMAT');
    });
  } else test.skip('Python: skipped, there is no python3 here', () => {});
});
