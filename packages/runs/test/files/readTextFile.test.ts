import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '@rnp-tools/testing/temporaryFolder';
import { readJsonFile, readTextFile } from '../../src/files/readTextFile.js';
import { resolveSettings } from '../../src/settings/settings.js';

const cwd = temporaryFolder();

describe('files that people write', () => {
  const path = join(cwd, 'settings.json');
  const text = '{ "training": { "steps": 3 } }';

  test.each([
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-8', Buffer.from(text)],
  ])('%s is read', async (_, bytes) => {
    writeFileSync(path, bytes);
    expect(await readJsonFile(path, 'settings')).toEqual({ training: { steps: 3 } });
    expect((await resolveSettings({ config: path })).training.steps).toBe(3);
  });

  test.each([
    ['{ "training": { "steps": 3, "steps": 4 } }', 'has "steps" twice in one object; keep one of them'],
    ['{ "data": "digits", "d\\u0061ta": "mnist" }', 'has "data" twice in one object; keep one of them'],
  ])('%s is refused by the name that stands twice', async (twice, complaint) => {
    writeFileSync(path, twice);
    await expect(resolveSettings({ config: path })).rejects.toMatchObject({
      name: 'UsageError',
      code: 'RNP_CONFIG',
      path,
      complaint,
    });
  });

  test.each([
    ['UTF-16, little-endian', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, little-endian', Buffer.from(text, 'utf16le')],
    ['UTF-16, big-endian', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
    ['no text in UTF-8', Buffer.from([0x7b, 0xe9, 0x7d])],
  ])('%s is refused, and said to be that', async (what, bytes) => {
    writeFileSync(path, bytes);
    await expect(readTextFile(path, 'settings')).rejects.toMatchObject({
      code: 'RNP_CONFIG',
      message: expect.stringContaining(what),
    });
  });

  test('pipes, devices, folders and what is too large are refused', async () => {
    const pipe = join(cwd, 'pipe');
    if (process.platform !== 'win32') {
      execFileSync('sh', ['-c', 'mkfifo "$0"', pipe]);
      await expect(readTextFile(pipe, 'settings')).rejects.toThrow(/pipe or a device/);
      await expect(readTextFile('/dev/zero', 'settings')).rejects.toThrow(/pipe or a device/);
    }
    await expect(readTextFile(cwd, 'settings')).rejects.toThrow(/is a folder; give settings/);
    await expect(readTextFile(join(cwd, 'none'), 'settings')).rejects.toThrow(
      /none: there is no such file; give settings/,
    );
    const large = join(cwd, 'large');
    writeFileSync(large, Buffer.alloc(16 * 1024 * 1024 + 1, 32));
    await expect(readTextFile(large, 'settings')).rejects.toThrow(/more than 16777216/);
  });
});
