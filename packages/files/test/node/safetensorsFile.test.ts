import { open, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readSafetensorsHeader, type SafetensorsHeader, writeSafetensors } from '../../src/index.js';
import { readSafetensorsFileHeader } from '../../src/node/index.js';
import { temporaryFolder } from './temporaryFolder.js';

describe('the header of a file', () => {
  const folder = temporaryFolder();
  const path = (): string => join(folder.path, 'a.safetensors');
  const header = async (): Promise<SafetensorsHeader> => {
    await using file = await open(path());
    return await readSafetensorsFileHeader(file, path());
  };

  test('is the one of its bytes', async () => {
    const bytes = writeSafetensors({ a: { shape: [2, 3], data: new Float32Array(6) } }, { note: 'text' });
    await writeFile(path(), bytes);
    expect(await header()).toEqual(readSafetensorsHeader(bytes));
  });

  test.each([0, 7, 30, 90])('of a file that was cut off after %i bytes is refused', async (length) => {
    await writeFile(path(), writeSafetensors({ a: { shape: [2, 3], data: new Float32Array(6) } }));
    await truncate(path(), length);
    await expect(header()).rejects.toMatchObject({ code: 'RNP_WEIGHTS', path: path() });
  });

  test('of two gigabytes of nothing is refused by its first bytes', async () => {
    await writeFile(path(), '');
    await truncate(path(), 2 ** 31);
    await expect(header()).rejects.toMatchObject({ code: 'RNP_WEIGHTS', path: path() });
  });
});
