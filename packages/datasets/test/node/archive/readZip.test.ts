import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import fc from 'fast-check';
import type { ArchiveEntry, ArchiveLimits } from '../../../src/node/archive/archiveLimits.js';
import { readZip } from '../../../src/node/archive/readZip.js';
import { failureOf } from '../../codeOf.js';
import { type ZipPart, zipOf } from './archives.js';

const limits: ArchiveLimits = { maxEntries: 4, maxEntryBytes: 5000, maxBytes: 8000, maxRatio: 20 };
const noise = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * i * 31 + i * 7) % 251);
const good: ZipPart = { name: 'a/b.png', content: noise(300) };

async function read(bytes: Uint8Array, wanted = (_: string): boolean => true): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  for await (const entry of readZip(bytes, { path: 'x.zip', limits, wanted })) entries.push(entry);
  return entries;
}

describe('a zip', () => {
  test('gives its wanted files, compressed or not, and no folders', async () => {
    const zip = zipOf([
      { name: 'a/', content: new Uint8Array(), mode: 0o40755, method: 0 },
      good,
      { name: 'c.txt', content: noise(20), method: 0 },
    ]);
    expect(await read(zip)).toEqual([
      { name: 'a/b.png', bytes: noise(300) },
      { name: 'c.txt', bytes: noise(20) },
    ]);
    expect((await read(zip, (name) => name.endsWith('.txt'))).map(({ name }) => name)).toEqual(['c.txt']);
  });

  test.each([
    ['a symbolic link', { ...good, mode: 0o120777 }, 'link'],
    ['a device', { ...good, mode: 0o020666 }, 'link'],
    ['a parent path', { ...good, name: '../b.png' }, '..'],
    ['a parent path inside', { ...good, name: 'a/../../b.png' }, '..'],
    ['an absolute path', { ...good, name: '/etc/passwd' }, 'absolute'],
    ['a drive', { ...good, name: 'C:/b.png' }, 'C:'],
    ['a backslash', { ...good, name: 'a\\b.png' }, 'a\\\\b.png'],
    ['a NUL', { ...good, name: 'a\0.png' }, 'NUL'],
    ['an escape sequence', { ...good, name: 'a\x1b[2J.png' }, 'control'],
    ['encryption', { ...good, flags: 1 }, 'encrypted'],
    ['an unknown method', { ...good, method: 12 }, 'method 12'],
    ['a bomb', { ...good, content: new Uint8Array(4900) }, '20 times'],
    ['a large entry', { ...good, content: noise(5001), method: 0 }, 'more than the 5000'],
  ] as const)('with %s is refused, entry named, before anything is read of it', async (_, part, text) => {
    const error = await failureOf(read(zipOf([{ name: 'first.png', content: noise(9) }, part])));
    expect(error).toMatchObject({
      code: 'RNP_DATA_ARCHIVE',
      path: expect.stringMatching(/^x\.zip/),
    });
    expect(error.message).toContain('x.zip');
    // What a terminal would obey is never printed.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    expect(error.message).not.toMatch(/[\x00-\x1f]/);
    if (!text.includes('\\') && !['..', 'absolute', 'C:'].includes(text))
      expect(error.message).toContain(text);
  });

  test('with too many entries, or too much in all', async () => {
    const parts = Array.from({ length: 5 }, (_, i) => ({ name: `${i}`, content: noise(10) }));
    expect((await failureOf(read(zipOf(parts)))).message).toContain('the 4 that are read');
    const large = [1, 2].map((i) => ({ name: `${i}`, content: noise(4500), method: 0 }));
    expect((await failureOf(read(zipOf(large)))).message).toContain('more than the 8000');
  });

  test('that lies about a size, or is damaged', async () => {
    for (const size of [10, 400]) {
      const error = await failureOf(read(zipOf([{ ...good, size }])));
      expect(error.code).toBe('RNP_DATA_FORMAT');
    }
    const error = await failureOf(read(zipOf([{ ...good, crc: 1 }])));
    expect(error).toMatchObject({ code: 'RNP_DATA_CHECKSUM', path: 'x.zip: entry a/b.png' });
    expect((await failureOf(read(zipOf([good]).subarray(0, 200)))).code).toBe('RNP_DATA_FORMAT');
    expect((await failureOf(read(new Uint8Array()))).code).toBe('RNP_DATA_FORMAT');
  });

  test('of any bytes is read or refused by a typed error, and never gives more than the limits', async () => {
    const whole = zipOf([good, { name: 'c', content: noise(40) }]);
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    const damaged = damage.map((changes) => {
      const bytes = whole.slice();
      for (const [at, value] of changes) bytes[at] = value;
      return bytes;
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(damaged, fc.uint8Array({ maxLength: 400 })), async (bytes) => {
        const entries = await read(bytes).catch((error: unknown) => {
          if (!(error instanceof RnpError)) throw error;
          return [];
        });
        expect(entries.reduce((sum, entry) => sum + entry.bytes.length, 0)).toBeLessThanOrEqual(8000);
      }),
      { numRuns: 300 },
    );
  });

  test('stops when aborted', async () => {
    const signal = AbortSignal.abort();
    const entries = readZip(zipOf([good]), { path: 'x', limits, wanted: () => true, signal });
    await expect(entries.next()).rejects.toMatchObject({ name: 'AbortError' });
  });
});
