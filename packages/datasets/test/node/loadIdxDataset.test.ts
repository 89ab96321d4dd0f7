import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type DataProgress, loadFashionMnist, loadMnist } from '../../src/node/index.js';
import { failureOf } from '../codeOf.js';
import {
  contents,
  honest,
  type Mirror,
  manifestOf,
  startMirror,
  trainImages,
  trainLabels,
} from './mirror.js';

let dataDir: string;
let folder: string;
const mirrors: Mirror[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'rnp-datasets-'));
  folder = join(dataDir, 'tiny-files');
});
afterEach(async () => {
  await Promise.all(mirrors.splice(0).map((mirror) => mirror.close()));
  await rm(dataDir, { recursive: true });
});

async function mirror(listener: RequestListener): Promise<Mirror> {
  const started = await startMirror(listener);
  mirrors.push(started);
  return started;
}

const sends =
  (bytes: Uint8Array, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    void response.writeHead(200, headers).end(bytes);

/** Puts a file into the cache. */
async function put(name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), bytes);
}

const filesHeld = (): Promise<string[]> => readdir(folder).catch(() => []);

describe('downloading', () => {
  test('fills the cache, which then needs no mirror', async () => {
    const { address, asked, close } = await mirror(honest);
    const manifest = manifestOf([address]);
    const first = await loadMnist({ split: 'train', dataDir, manifest });
    expect(first).toMatchObject({
      name: 'tiny',
      split: 'train',
      length: 600,
      imageShape: [5, 4, 1],
      classNames: ['a', 'b', 'c'],
    });
    expect(Buffer.compare(first.images, trainImages.subarray(16))).toBe(0);
    expect(Buffer.compare(first.labels!, trainLabels.subarray(8))).toBe(0);
    expect(asked).toEqual(['/train-images.gz', '/train-labels.gz']);
    expect((await filesHeld()).sort()).toEqual(['train-images.gz', 'train-labels.gz']);
    await close();
    expect(await loadFashionMnist({ split: 'train', dataDir, manifest, offline: true })).toEqual(first);
  });

  test('tells its progress, never backwards', async () => {
    // The first mirror breaks off after half of it; the second starts anew.
    const bytes = gzipSync(trainImages);
    const broken = await mirror((_, response) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
    });
    const good = await mirror(honest);
    const events: DataProgress[] = [];
    await loadMnist({
      split: 'train',
      dataDir,
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
    expect(images.some(({ type }) => type === 'mirror-failed')).toBe(true);
    expect(images.at(-1)).toEqual({
      type: 'ready',
      file: 'train-images.gz',
      path: join(folder, 'train-images.gz'),
      source: 'download',
    });
  });

  test('a server that inflates on the way is understood, and the cache still holds gzip', async () => {
    const { address } = await mirror((request, response) => {
      const content = contents.get(request.url!.slice(1))!;
      if (request.url!.includes('images'))
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(content));
      else response.writeHead(200).end(content);
    });
    await loadMnist({ split: 'test', dataDir, manifest: manifestOf([address]) });
    for (const name of ['test-images.gz', 'test-labels.gz']) {
      expect(Buffer.compare(gunzipSync(await readFile(join(folder, name))), contents.get(name)!)).toBe(0);
    }
  });

  test('two at once both succeed and leave one whole file', async () => {
    const { address } = await mirror(honest);
    const manifest = manifestOf([address]);
    const [first, second] = await Promise.all(
      [1, 2].map(() => loadMnist({ split: 'train', dataDir, manifest })),
    );
    expect(second).toEqual(first);
    expect((await filesHeld()).sort()).toEqual(['train-images.gz', 'train-labels.gz']);
  });

  test('removes what a killed run left, but not what is being written', async () => {
    const { address } = await mirror(honest);
    await put('.test-images.gz.123-0123456789ab.tmp', new Uint8Array(3));
    await put('.test-images.gz.124-0123456789ab.tmp', new Uint8Array(3));
    await put('.test-images.gz.notours.tmp', new Uint8Array(3));
    const hoursAgo = Date.now() / 1000 - 7200;
    for (const name of ['.test-images.gz.123-0123456789ab.tmp', '.test-images.gz.notours.tmp']) {
      await utimes(join(folder, name), hoursAgo, hoursAgo);
    }
    await loadMnist({ split: 'test', dataDir, manifest: manifestOf([address]) });
    expect((await filesHeld()).sort()).toEqual([
      '.test-images.gz.124-0123456789ab.tmp',
      '.test-images.gz.notours.tmp',
      'test-images.gz',
      'test-labels.gz',
    ]);
  });
});

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
    const { address } = await mirror(listener);
    const error = await failureOf(loadMnist({ split: 'train', dataDir, manifest: manifestOf([address]) }));
    expect(error.code).toContain(code);
    expect(error.message).toContain(text);
    expect(error.message).toContain(`${address}train-images.gz`);
    expect(error.message).toContain(join(folder, 'train-images.gz'));
    expect(await filesHeld()).toEqual([]);
  });

  test('is passed over for the next', async () => {
    const bad = await mirror(sends(gzipSync(flipped)));
    const good = await mirror(honest);
    const manifest = manifestOf([bad.address, good.address]);
    expect((await loadMnist({ split: 'train', dataDir, manifest })).length).toBe(600);
    expect(bad.asked).toEqual(['/train-images.gz', '/train-labels.gz']);
  });

  test('that stalls is given up', async () => {
    const { address } = await mirror((_, response) => void response.writeHead(200).write('x'));
    const manifest = manifestOf([address]);
    const error = await failureOf(loadMnist({ split: 'train', dataDir, manifest, stallSeconds: 0.2 }));
    expect(error.message).toContain('no byte for 0.2 s');
  });

  test('redirects are followed', async () => {
    const good = await mirror(honest);
    const first = await mirror(
      (request, response) =>
        void response.writeHead(302, { location: good.address + request.url!.slice(1) }).end(),
    );
    expect((await loadMnist({ split: 'test', dataDir, manifest: manifestOf([first.address]) })).length).toBe(
      2,
    );
  });

  test('plain http is never asked', async () => {
    for (const address of [
      'http://example.invalid/',
      'ftp://127.0.0.1/',
      'http://127.0.0.1.example.invalid/',
      'nonsense',
    ]) {
      const error = await failureOf(loadMnist({ split: 'test', dataDir, manifest: manifestOf([address]) }));
      expect(error.code).toBe('RNP_DATA_INSECURE');
    }
  });
});

describe('without a network', () => {
  test('says which addresses failed, where to put the file, and RNP_DATA_DIR', async () => {
    const gone = await startMirror(honest);
    await gone.close();
    const error = await failureOf(
      loadMnist({ split: 'train', dataDir, manifest: manifestOf([gone.address]) }),
    );
    expect(error.code).toBe('RNP_DATA_DOWNLOAD');
    expect(error.path).toBe(join(folder, 'train-images.gz'));
    for (const part of [
      `${gone.address}train-images.gz`,
      'ECONNREFUSED',
      error.path!,
      'RNP_DATA_DIR',
      'tiny-files/train-images.gz',
    ]) {
      expect(error.message).toContain(part);
    }
  });

  test('offline asks no mirror', async () => {
    const { address, asked } = await mirror(honest);
    const error = await failureOf(
      loadMnist({ split: 'train', dataDir, offline: true, manifest: manifestOf([address]) }),
    );
    expect(error.code).toBe('RNP_DATA_DOWNLOAD');
    expect(error.message).toContain('offline was asked for');
    expect(error.message).toContain(`${address}train-images.gz`);
    expect(asked).toEqual([]);
    expect(await filesHeld()).toEqual([]);
  });
});

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
      const { address, asked } = await mirror(honest);
      await put('train-images.gz', bytes);
      const error = await failureOf(loadMnist({ split: 'train', dataDir, manifest: manifestOf([address]) }));
      expect(error.code).toBe(code);
      expect(error.path).toBe(join(folder, 'train-images.gz'));
      expect(error.message).toContain(error.path!);
      expect(error.message).toContain('Delete it');
      expect(asked).toEqual([]);
    },
  );

  test('left uncompressed under its name is read', async () => {
    await put('test-images.gz', contents.get('test-images.gz')!);
    await put('test-labels.gz', gzipSync(contents.get('test-labels.gz')!));
    expect(
      (await loadMnist({ split: 'test', dataDir, offline: true, manifest: manifestOf([]) })).length,
    ).toBe(2);
  });

  test('that is a folder, or a data folder that is a file', async () => {
    await mkdir(join(folder, 'train-images.gz'), { recursive: true });
    const manifest = manifestOf([]);
    expect((await failureOf(loadMnist({ split: 'train', dataDir, manifest }))).code).toBe('RNP_DATA_READ');
    await writeFile(join(dataDir, 'file'), '');
    expect(
      (await failureOf(loadMnist({ split: 'train', dataDir: join(dataDir, 'file'), manifest }))).code,
    ).toBe('RNP_DATA_READ');
  });

  test('with labels of other images is a mismatch', async () => {
    const { splits } = manifestOf([]);
    const train = { ...splits.train, labels: splits.test.labels };
    for (const [name, bytes] of contents) await put(name, gzipSync(bytes));
    const error = await failureOf(
      loadMnist({ split: 'train', dataDir, manifest: manifestOf([], { splits: { ...splits, train } }) }),
    );
    expect(error.code).toBe('RNP_DATA_MISMATCH');
  });
});

describe('aborting', () => {
  test('before the start', async () => {
    const { address, asked } = await mirror(honest);
    const promise = loadMnist({
      split: 'train',
      dataDir,
      manifest: manifestOf([address]),
      signal: AbortSignal.abort(),
    });
    await expect(promise).rejects.toMatchObject({ name: 'AbortError' });
    expect(asked).toEqual([]);
  });

  test('in the middle of a download leaves no file and asks no other mirror', async () => {
    const bytes = gzipSync(trainImages);
    const slow = await mirror((_, response) => {
      response.writeHead(200, { 'content-length': bytes.length });
      response.write(bytes.subarray(0, 5000));
    });
    const other = await mirror(honest);
    const controller = new AbortController();
    const reason = new Error('enough');
    const promise = loadMnist({
      split: 'train',
      dataDir,
      manifest: manifestOf([slow.address, other.address]),
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    });
    await expect(promise).rejects.toBe(reason);
    expect(await filesHeld()).toEqual([]);
    expect(other.asked).toEqual([]);
  });

  test('a progress listener that throws is heard, and leaves no file', async () => {
    const { address } = await mirror(honest);
    const onProgress = (): void => {
      throw new RangeError('from the listener');
    };
    await expect(
      loadMnist({ split: 'train', dataDir, manifest: manifestOf([address]), onProgress }),
    ).rejects.toThrow('from the listener');
    expect(await filesHeld()).toEqual([]);
  });
});

test('another split is refused', async () => {
  const error = await failureOf(loadMnist({ split: 'dev' as 'train', dataDir }));
  expect(error.code).toBe('RNP_DATA_ARGUMENT');
});
