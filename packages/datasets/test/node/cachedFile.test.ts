import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { loadMnist } from '../../src/node/index.js';
import { failureOf } from '../codeOf.js';
import { eachWithCache } from './cache.js';
import { contents, honest, manifestOf, trainImages } from './mirror.js';

const cache = eachWithCache();

describe('a cached file', () => {
  const real = gzipSync(trainImages);
  test.each([
    ['empty', new Uint8Array(0), 'RNP_DATA_TRUNCATED'],
    ['truncated', real.subarray(0, 6000), 'RNP_DATA_TRUNCATED'],
    ['of other data', gzipSync(Uint8Array.from(trainImages).fill(1, 100, 200)), 'RNP_DATA_CHECKSUM'],
    ['a bomb', gzipSync(new Uint8Array(1 << 22)), 'RNP_DATA_TOO_LARGE'],
    ['huge', new Uint8Array(1 << 20), 'RNP_DATA_TOO_LARGE'],
    ['not gzip inside', Uint8Array.of(0x1f, 0x8b, 1, 2, 3, 4), 'RNP_DATA_FORMAT'],
  ] as const)(
    'that is %s is named, with the advice to delete it; no mirror is asked',
    async (_, bytes, code) => {
      const { address, asked } = await cache.mirror(honest);
      await cache.put('train-images.gz', bytes);
      const error = await failureOf(
        loadMnist({ split: 'train', dataDir: cache.dataDir, manifest: manifestOf([address]) }),
      );
      expect(error.code).toBe(code);
      expect(error.path).toBe(join(cache.folder, 'train-images.gz'));
      expect(error.message).toContain(error.path!);
      expect(error.message).toContain('Delete it');
      expect(asked).toEqual([]);
    },
  );

  test('left uncompressed under its name is read', async () => {
    await cache.put('test-images.gz', contents.get('test-images.gz')!);
    await cache.put('test-labels.gz', gzipSync(contents.get('test-labels.gz')!));
    expect(
      (await loadMnist({ split: 'test', dataDir: cache.dataDir, offline: true, manifest: manifestOf([]) }))
        .length,
    ).toBe(2);
  });

  test('that is a cache.folder, or a data folder that is a file', async () => {
    await mkdir(join(cache.folder, 'train-images.gz'), { recursive: true });
    const manifest = manifestOf([]);
    expect((await failureOf(loadMnist({ split: 'train', dataDir: cache.dataDir, manifest }))).code).toBe(
      'RNP_FILE',
    );
    await writeFile(join(cache.dataDir, 'file'), '');
    expect(
      (await failureOf(loadMnist({ split: 'train', dataDir: join(cache.dataDir, 'file'), manifest }))).code,
    ).toBe('RNP_FILE');
  });

  test('with labels of other images is a mismatch', async () => {
    const { splits } = manifestOf([]);
    const train = { ...splits.train, labels: splits.test.labels };
    for (const [name, bytes] of contents) await cache.put(name, gzipSync(bytes));
    const error = await failureOf(
      loadMnist({
        split: 'train',
        dataDir: cache.dataDir,
        manifest: manifestOf([], { splits: { ...splits, train } }),
      }),
    );
    expect(error.code).toBe('RNP_DATA_MISMATCH');
  });
});

test('another split is refused', async () => {
  const error = await failureOf(loadMnist({ split: 'dev' as 'train', dataDir: cache.dataDir }));
  expect(error.code).toBe('RNP_CONFIG');
});
