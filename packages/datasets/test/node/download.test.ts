import { readFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { DataProgress } from '../../src/index.js';
import { loadFashionMnist, loadMnist } from '../../src/node/index.js';
import { failureOf } from '../codeOf.js';
import { eachWithCache } from './cache.js';
import { contents, honest, manifestOf, startMirror, trainImages, trainLabels } from './mirror.js';

const cache = eachWithCache();

describe('downloading', () => {
  test('fills the cache, which then needs no mirror', async () => {
    const { address, asked, close } = await cache.mirror(honest);
    const manifest = manifestOf([address]);
    const first = await loadMnist({ split: 'train', dataDir: cache.dataDir, manifest });
    expect(first).toMatchObject({
      name: 'tiny',
      split: 'train',
      length: 600,
      imageShape: [5, 4, 1],
      classNames: ['a', 'b', 'c'],
    });
    expect(Buffer.compare(first.images, trainImages.subarray(16))).toBe(0);
    expect(first.labels).toEqual(trainLabels.subarray(8));
    expect(asked).toEqual(['/train-images.gz', '/train-labels.gz']);
    expect((await cache.filesHeld()).sort()).toEqual(['train-images.gz', 'train-labels.gz']);
    await close();
    expect(
      await loadFashionMnist({ split: 'train', dataDir: cache.dataDir, manifest, offline: true }),
    ).toEqual(first);
  });

  test('tells its progress, never backwards', async () => {
    // The first mirror breaks off after half of it; the second starts anew.
    const bytes = gzipSync(trainImages);
    const broken = await cache.mirror((_, response) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
    });
    const good = await cache.mirror(honest);
    const events: DataProgress[] = [];
    await loadMnist({
      split: 'train',
      dataDir: cache.dataDir,
      manifest: manifestOf([broken.address, good.address]),
      onProgress: (event) => events.push(event),
    });
    const images = events.filter(({ file }) => file === 'train-images.gz');
    const loaded = images.flatMap((event) => (event.type === 'download' ? [event.loaded] : []));
    expect(loaded.length).toBeGreaterThanOrEqual(2);
    expect(loaded).toEqual([...loaded].sort((a, b) => a - b));
    expect(loaded.at(-1)).toBe(bytes.length);
    for (const event of images) {
      if (event.type === 'download') expect(event.total).toBe(bytes.length);
    }
    expect(images.filter(({ type }) => type === 'mirror-failed')).toMatchObject([{ left: 1 }]);
    expect(images.at(-1)).toEqual({
      type: 'ready',
      file: 'train-images.gz',
      path: join(cache.folder, 'train-images.gz'),
      source: 'download',
    });
  });

  test('a server that inflates on the way is understood, and the cache still holds gzip', async () => {
    const { address } = await cache.mirror((request, response) => {
      const content = contents.get(request.url!.slice(1))!;
      if (request.url!.includes('images'))
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(content));
      else response.writeHead(200).end(content);
    });
    await loadMnist({ split: 'test', dataDir: cache.dataDir, manifest: manifestOf([address]) });
    for (const name of ['test-images.gz', 'test-labels.gz']) {
      expect(Buffer.compare(gunzipSync(await readFile(join(cache.folder, name))), contents.get(name)!)).toBe(
        0,
      );
    }
  });

  test('two at once both succeed and leave one whole file', async () => {
    const { address } = await cache.mirror(honest);
    const manifest = manifestOf([address]);
    const [first, second] = await Promise.all(
      [1, 2].map(() => loadMnist({ split: 'train', dataDir: cache.dataDir, manifest })),
    );
    expect(second).toEqual(first);
    expect((await cache.filesHeld()).sort()).toEqual(['train-images.gz', 'train-labels.gz']);
  });

  test('removes what a killed run left, but not what is being written', async () => {
    const { address } = await cache.mirror(honest);
    await cache.put('.test-images.gz.tmp-123-0123456789abcdef0123', new Uint8Array(3));
    await cache.put('.test-images.gz.tmp-124-0123456789abcdef0123', new Uint8Array(3));
    await cache.put('.test-images.gz.tmp-notours', new Uint8Array(3));
    const hoursAgo = Date.now() / 1000 - 7200;
    for (const name of ['.test-images.gz.tmp-123-0123456789abcdef0123', '.test-images.gz.tmp-notours']) {
      await utimes(join(cache.folder, name), hoursAgo, hoursAgo);
    }
    await loadMnist({ split: 'test', dataDir: cache.dataDir, manifest: manifestOf([address]) });
    expect((await cache.filesHeld()).sort()).toEqual([
      '.test-images.gz.tmp-124-0123456789abcdef0123',
      '.test-images.gz.tmp-notours',
      'test-images.gz',
      'test-labels.gz',
    ]);
  });
});

describe('without a network', () => {
  test('says which addresses failed, where to put the file, and RNP_DATA_DIR', async () => {
    const gone = await startMirror(honest);
    await gone.close();
    const error = await failureOf(
      loadMnist({ split: 'train', dataDir: cache.dataDir, manifest: manifestOf([gone.address]) }),
    );
    expect(error.code).toBe('RNP_DATA_DOWNLOAD');
    expect(error.path).toBe(join(cache.folder, 'train-images.gz'));
    for (const part of [
      `${gone.address}train-images.gz`,
      'ECONNREFUSED',
      error.path!,
      'RNP_DATA_DIR',
      'tiny-files/train-images.gz',
    ]) {
      expect(error.message).toContain(part);
    }
    // Once, at its begin, where the reader is told what it is.
    expect(error.message.split(error.path!)).toEqual([
      '',
      expect.stringMatching(/^: could not be downloaded /),
    ]);
  });

  test('offline asks no mirror', async () => {
    const { address, asked } = await cache.mirror(honest);
    const error = await failureOf(
      loadMnist({ split: 'train', dataDir: cache.dataDir, offline: true, manifest: manifestOf([address]) }),
    );
    expect(error.code).toBe('RNP_DATA_DOWNLOAD');
    expect(error.message).toContain('offline was asked for');
    expect(error.message).toContain(`${address}train-images.gz`);
    expect(asked).toEqual([]);
    expect(await cache.filesHeld()).toEqual([]);
  });
});

describe('aborting', () => {
  test('before the start', async () => {
    const { address, asked } = await cache.mirror(honest);
    const promise = loadMnist({
      split: 'train',
      dataDir: cache.dataDir,
      manifest: manifestOf([address]),
      signal: AbortSignal.abort(),
    });
    await expect(promise).rejects.toMatchObject({ name: 'AbortError' });
    expect(asked).toEqual([]);
  });

  test('in the middle of a download leaves no file and asks no other mirror', async () => {
    const bytes = gzipSync(trainImages);
    const slow = await cache.mirror((_, response) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 5000));
    });
    const other = await cache.mirror(honest);
    const controller = new AbortController();
    const reason = new Error('enough');
    const promise = loadMnist({
      split: 'train',
      dataDir: cache.dataDir,
      manifest: manifestOf([slow.address, other.address]),
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    });
    await expect(promise).rejects.toBe(reason);
    expect(await cache.filesHeld()).toEqual([]);
    expect(other.asked).toEqual([]);
  });

  test('a progress listener that throws is heard, and leaves no file', async () => {
    const { address } = await cache.mirror(honest);
    const onProgress = (): void => {
      throw new RangeError('from the listener');
    };
    await expect(
      loadMnist({ split: 'train', dataDir: cache.dataDir, manifest: manifestOf([address]), onProgress }),
    ).rejects.toThrow('from the listener');
    expect(await cache.filesHeld()).toEqual([]);
  });
});

test('a mirror that cannot be reached is named once', async () => {
  const manifest = manifestOf(['http://127.0.0.1:1/']);
  const error = await failureOf(loadMnist({ split: 'test', dataDir: cache.dataDir, manifest }));
  const told = error.message.slice(error.message.indexOf('('), error.message.indexOf(')'));
  expect(told.match(/127\.0\.0\.1:1\/test-images/g)).toHaveLength(1);
});
