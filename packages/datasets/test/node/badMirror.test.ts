import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { loadMnist } from '../../src/node/index.js';
import { failureOf } from '../codeOf.js';
import { eachWithCache, sends } from './cache.js';
import { honest, manifestOf, trainImages } from './mirror.js';

const cache = eachWithCache();

describe('a mirror that misbehaves', () => {
  const real = gzipSync(trainImages);
  const flipped = Uint8Array.from(trainImages, (value, i) => (i === 500 ? value ^ 1 : value));
  test.each([
    ['one flipped bit', sends(gzipSync(flipped)), 'RNP_DATA_CHECKSUM', 'sha256'],
    ['a gzip bomb', sends(gzipSync(new Uint8Array(1 << 26))), 'RNP_DATA_TOO_LARGE', 'more than'],
    [
      'a bomb within the size limit',
      sends(gzipSync(new Uint8Array(1 << 22))),
      'RNP_DATA_TOO_LARGE',
      'inflates to more than the expected 12016 bytes',
    ],
    ['endless bytes', sends(new Uint8Array(1 << 22).fill(9)), 'RNP_DATA_TOO_LARGE', 'sends more than'],
    ['a truncated file', sends(real.subarray(0, 9000)), 'RNP_DATA_TRUNCATED', 'of 12016 bytes'],
    [
      'a shorter file',
      sends(gzipSync(trainImages.subarray(0, 100))),
      'RNP_DATA_TRUNCATED',
      'ends after 100 of 12016 bytes',
    ],
    ['nothing', sends(new Uint8Array(0)), 'RNP_DATA_TRUNCATED', 'ends after 0'],
    [
      'broken gzip',
      sends(Uint8Array.from(real, (value, i) => (i > 20 && i < 60 ? 0 : value))),
      'RNP_DATA',
      '',
    ],
    [
      'a web page',
      sends(Buffer.from('<html>sign in</html>'), { 'content-type': 'text/html' }),
      'RNP_DATA_TRUNCATED',
      'ends after 20',
    ],
    [
      '404',
      ((_, response) => void response.writeHead(404).end()) as RequestListener,
      'RNP_DATA_DOWNLOAD',
      'HTTP status 404',
    ],
    [
      'a hung-up connection',
      ((_, response) => void response.destroy()) as RequestListener,
      'RNP_DATA_DOWNLOAD',
      'Without a network',
    ],
    [
      'a redirect to plain http elsewhere',
      ((_, response) =>
        void response.writeHead(302, { location: 'http://example.invalid/' }).end()) as RequestListener,
      'RNP_DATA_INSECURE',
      'no https address',
    ],
    [
      'a circle of redirects',
      ((_, response) => void response.writeHead(302, { location: '/' }).end()) as RequestListener,
      'RNP_DATA_DOWNLOAD',
      'redirects',
    ],
  ] as const)('%s is a typed error and nothing is written', async (_, listener, code, text) => {
    const { address } = await cache.mirror(listener);
    const error = await failureOf(
      loadMnist({ split: 'train', dataDir: cache.dataDir, manifest: manifestOf([address]) }),
    );
    expect(error.code).toContain(code);
    expect(error.message).toContain(text);
    expect(error.message).toContain(`${address}train-images.gz`);
    expect(error.message).toContain(join(cache.folder, 'train-images.gz'));
    expect(await cache.filesHeld()).toEqual([]);
  });

  test('is passed over for the next', async () => {
    const bad = await cache.mirror(sends(gzipSync(flipped)));
    const good = await cache.mirror(honest);
    const manifest = manifestOf([bad.address, good.address]);
    expect((await loadMnist({ split: 'train', dataDir: cache.dataDir, manifest })).length).toBe(600);
    expect(bad.asked).toEqual(['/train-images.gz', '/train-labels.gz']);
  });

  test('that stalls is given up', async () => {
    const { address } = await cache.mirror((_, response) => void response.writeHead(200).write('x'));
    const manifest = manifestOf([address]);
    const error = await failureOf(
      loadMnist({ split: 'train', dataDir: cache.dataDir, manifest, stallSeconds: 0.2 }),
    );
    expect(error.message).toContain('no byte for 0.2 s');
  });

  test('redirects are followed', async () => {
    const good = await cache.mirror(honest);
    const first = await cache.mirror(
      (request, response) =>
        void response.writeHead(302, { location: good.address + request.url!.slice(1) }).end(),
    );
    expect(
      (await loadMnist({ split: 'test', dataDir: cache.dataDir, manifest: manifestOf([first.address]) }))
        .length,
    ).toBe(2);
  });

  test('plain http is never asked', async () => {
    for (const address of [
      'http://example.invalid/',
      'ftp://127.0.0.1/',
      'http://127.0.0.1.example.invalid/',
      'nonsense',
    ]) {
      const error = await failureOf(
        loadMnist({ split: 'test', dataDir: cache.dataDir, manifest: manifestOf([address]) }),
      );
      expect(error.code).toBe('RNP_DATA_INSECURE');
    }
  });
});
