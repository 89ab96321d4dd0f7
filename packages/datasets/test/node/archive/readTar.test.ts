import { describe, expect, test } from '@jest/globals';
import { RnpError } from '@rnp/errors';
import fc from 'fast-check';
import type { ArchiveEntry, ArchiveLimits } from '../../../src/node/archive/archiveLimits.js';
import { readTar } from '../../../src/node/archive/readTar.js';
import { codeOf } from '../../codeOf.js';
import { type TarPart, tarOf } from './archives.js';

const limits: ArchiveLimits = { maxEntries: 4, maxEntryBytes: 5000, maxBytes: 8000, maxRatio: 1 };
const content = Uint8Array.from({ length: 700 }, (_, i) => i & 255);
const good: TarPart = { name: 'a/b.png', content };
const read = (bytes: Uint8Array, wanted = (_: string): boolean => true): readonly ArchiveEntry[] =>
  readTar(bytes, { path: 'x.tar', limits, wanted });
const pax = (record: string): TarPart => ({ name: 'pax', type: 'x', content: Buffer.from(record) });

describe('a tar', () => {
  test('gives its wanted files; folders and time stamps are passed over', () => {
    const tar = tarOf([
      { name: 'a/', type: '5' },
      pax('30 mtime=1700000000.123456789\n'),
      good,
      { name: 'c', prefix: 'deep', content: content.subarray(0, 3) },
    ]);
    expect(read(tar).map(({ name, bytes }) => [name, bytes.length])).toEqual([
      ['a/b.png', 700],
      ['deep/c', 3],
    ]);
    expect(Buffer.compare(read(tar, (name) => name.startsWith('a'))[0]!.bytes, content)).toBe(0);
  });

  test.each([
    ['a symbolic link', { ...good, type: '2' }],
    ['a hard link', { ...good, type: '1' }],
    ['a device', { name: 'd', type: '3' }],
    ['a pipe', { name: 'd', type: '6' }],
    ['a long name of GNU', { name: 'd', type: 'L', content }],
    ['an unknown type', { name: 'd', type: 'Z' }],
    ['a parent path', { ...good, name: '../b' }],
    ['a parent path in the prefix', { ...good, prefix: 'a/..' }],
    ['an absolute path', { ...good, name: '/etc/passwd' }],
    ['a backslash', { ...good, name: 'a\\b' }],
    ['no name', { ...good, name: '' }],
    ['another entry’s path changed', pax('20 path=/etc/passwd\n')],
    ['another entry’s size changed', pax('12 size=999\n')],
    ['a large entry', { name: 'd', content: new Uint8Array(5001) }],
  ] as const)('with %s is refused, archive named', (_, part) => {
    const tar = tarOf([good, part]);
    expect(codeOf(() => read(tar))).toBe('RNP_DATA_ARCHIVE');
    expect(() => read(tar)).toThrow('x.tar');
  });

  test('with too many entries, or too much in all', () => {
    const many = Array.from({ length: 5 }, (_, i) => ({ name: `${i}` }));
    expect(() => read(tarOf(many))).toThrow('the 4 that are read');
    const much = [1, 2].map((i) => ({ name: `${i}`, content: new Uint8Array(4500) }));
    expect(() => read(tarOf(much))).toThrow('more than the 8000');
  });

  test('that ends too early, lies about a size, or is none', () => {
    expect(codeOf(() => read(tarOf([good], 0)))).toBe('RNP_DATA_TRUNCATED');
    expect(codeOf(() => read(tarOf([good]).subarray(0, 900)))).toBe('RNP_DATA_TRUNCATED');
    expect(codeOf(() => read(tarOf([{ ...good, size: '00000010000' }], 512)))).toBe('RNP_DATA_TRUNCATED');
    expect(codeOf(() => read(tarOf([{ ...good, size: 'rubbish' }])))).toBe('RNP_DATA_FORMAT');
    const flipped = tarOf([good]);
    flipped[3]! ^= 1;
    expect(codeOf(() => read(flipped))).toBe('RNP_DATA_FORMAT');
    expect(codeOf(() => read(new Uint8Array(512).fill(65)))).toBe('RNP_DATA_FORMAT');
    expect(codeOf(() => read(new Uint8Array()))).toBe('RNP_DATA_TRUNCATED');
  });

  test('of any bytes is read or refused by a typed error', () => {
    const whole = tarOf([good, { name: 'c', content: content.subarray(0, 20) }]);
    const damaged = fc
      .array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 })
      .map((changes) => {
        const bytes = whole.slice();
        for (const [at, value] of changes) bytes[at] = value;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 1600 })), (bytes) => {
        try {
          for (const entry of read(bytes)) expect(entry.bytes.length).toBeLessThanOrEqual(5000);
        } catch (error) {
          if (!(error instanceof RnpError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});
