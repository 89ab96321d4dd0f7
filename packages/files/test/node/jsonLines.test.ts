import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { appendJsonLine, keepJsonLines, readJsonLines } from '../../src/node/index.js';
import { temporaryFolder } from './temporaryFolder.js';

describe('JSON lines', () => {
  const folder = temporaryFolder();
  const path = (): string => join(folder.path, 'metrics.jsonl');
  const before = (step: number) => (row: unknown) => (row as { step: number }).step <= step;

  test('rows are added and read back', async () => {
    await appendJsonLine(path(), { step: 1, loss: 2.5 });
    await appendJsonLine(path(), { step: 2, loss: null });
    expect(await readFile(path(), 'utf8')).toBe('{"step":1,"loss":2.5}\n{"step":2,"loss":null}\n');
    expect(await readJsonLines(path())).toEqual([
      { step: 1, loss: 2.5 },
      { step: 2, loss: null },
    ]);
  });

  test.each<[unknown, string]>([
    [undefined, 'row'],
    [{ step: 1, losses: [2.5, Number.NaN] }, 'row.losses[1]'],
    [{ at: new Date(0) }, 'row.at'],
    [{ counts: new Map([['a', 1]]) }, 'row.counts'],
    [{ count: 1n }, 'row.count'],
  ])('a row that JSON would change is refused, and nothing is written: %p', async (row, place) => {
    await expect(appendJsonLine(path(), row as object)).rejects.toMatchObject({
      code: 'RNP_CONFIG',
      path: place,
    });
    expect(await readJsonLines(path())).toEqual([]);
  });

  test('rows after the checkpoint are dropped, and a last row that was cut off', async () => {
    for (const step of [10, 20, 30]) await appendJsonLine(path(), { step });
    await appendFile(path(), '{"step":4');
    expect(await keepJsonLines(path(), before(20))).toBe(2);
    await appendJsonLine(path(), { step: 30 });
    expect(await readFile(path(), 'utf8')).toBe('{"step":10}\n{"step":20}\n{"step":30}\n');
  });

  test('a last row that was cut off does not take the next one with it', async () => {
    await appendJsonLine(path(), { step: 10 });
    await appendFile(path(), '{"step":2');
    await appendJsonLine(path(), { step: 30 });
    await appendJsonLine(path(), { step: 40 });
    expect(await readJsonLines(path())).toEqual([{ step: 10 }, { step: 30 }, { step: 40 }]);
  });

  test('rows that stay are not rewritten', async () => {
    await writeFile(path(), '{ "step" : 1.0 }\n{"step":5}\n');
    await keepJsonLines(path(), before(2));
    expect(await readFile(path(), 'utf8')).toBe('{ "step" : 1.0 }\n');
  });

  test('no file is no rows, and is not made', async () => {
    expect(await readJsonLines(path())).toEqual([]);
    expect(await keepJsonLines(path(), before(2))).toBe(0);
    await expect(readFile(path())).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('a folder in its place is a typed error', async () => {
    await expect(appendJsonLine(folder.path, {})).rejects.toMatchObject({
      code: 'RNP_FILE',
      path: folder.path,
    });
    await expect(readJsonLines(folder.path)).rejects.toMatchObject({ code: 'RNP_FILE' });
  });
});
