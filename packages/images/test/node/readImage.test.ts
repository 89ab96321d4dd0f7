import { execFileSync } from 'node:child_process';
import { mkdtemp, open, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
// As it is built: a thread runs a file, and that is TypeScript here.
import { defaultPreprocessing, preprocess } from '@rnp/images';
import {
  decodeStoppable,
  prepareStoppable,
  readFileBounded,
  readImage,
  readPreparedImage,
} from '@rnp/images/node';
import { jpegOf } from '@rnp-tools/testing/jpeg';
import { writePng } from '@rnp-tools/testing/png';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'images-'));
});
afterAll(() => rm(folder, { recursive: true }));

const small = writePng({ width: 2, height: 1, depth: 8, colourType: 0, samples: [0, 9] });

describe('readImage', () => {
  test('reads a file by its first bytes, whatever its name', async () => {
    const path = join(folder, 'small.jpg');
    await writeFile(path, small);
    expect([...(await readImage(path)).data]).toEqual([0, 9]);
  });

  test.each([
    ['a folder', () => folder],
    ['a device without an end', () => '/dev/zero'],
    [
      'a pipe that nobody writes to',
      () => {
        const path = join(folder, 'pipe.png');
        execFileSync('mkfifo', [path]);
        return path;
      },
    ],
    ['nothing', () => join(folder, 'nothing.png')],
    ['a path below a file', () => join(folder, 'small.jpg', 'x.png')],
  ])('refuses %s', async (_, pathOf) => {
    if (process.platform === 'win32') return;
    const path = pathOf();
    await expect(readImage(path)).rejects.toMatchObject({ code: 'RNP_FILE', path });
  });

  test('refuses a file beyond the limit before it reads it, and an empty one', async () => {
    const path = join(folder, 'sparse.png');
    await (await open(path, 'w')).close();
    await expect(readImage(path)).rejects.toMatchObject({ code: 'RNP_IMAGE_EMPTY' });
    await truncate(path, 3e9);
    const before = process.memoryUsage().arrayBuffers;
    await expect(readFileBounded(path)).rejects.toMatchObject({ code: 'RNP_IMAGE_TOO_LARGE' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1e6);
    await writeFile(path, small);
    const limits = { maxBytes: small.length - 1 };
    await expect(readImage(path, { limits })).rejects.toMatchObject({ code: 'RNP_IMAGE_TOO_LARGE' });
  });
});

describe('a large picture', () => {
  let whole: Uint8Array;
  beforeAll(async () => {
    whole = await jpegOf(2200, 2000, [30, 160, 220]);
  });
  // They are moved to the thread.
  const large = (): Uint8Array => whole.slice();

  test('is decoded in a thread, to the same bytes', async () => {
    const { width, height, channels, data } = await decodeStoppable(large());
    expect([width, height, channels, data.length]).toEqual([2200, 2000, 3, 2200 * 2000 * 3]);
    expect(Math.abs(data.at(-1)! - 220)).toBeLessThan(4);
  });

  test('is made an image in the thread, which gives no more than that', async () => {
    const preprocessing = defaultPreprocessing([28, 28, 3]);
    const { picture, ...image } = await prepareStoppable(large(), preprocessing);
    expect(image).toEqual(preprocess(await decodeStoppable(large()), preprocessing));
    expect([picture.width, picture.height, image.data.length]).toEqual([2200, 2000, 28 * 28 * 3]);
    const path = join(folder, 'large.jpg');
    await writeFile(path, whole);
    expect(await readPreparedImage(path, preprocessing)).toEqual({ picture, ...image });
  });

  test('is stopped by its time limit, and by a signal', async () => {
    const options = { path: 'large.jpg', limits: { maxSeconds: 0 } };
    await expect(decodeStoppable(large(), options)).rejects.toMatchObject({
      code: 'RNP_IMAGE_TIMEOUT',
      path: 'large.jpg',
    });
    const stop = new AbortController();
    const reading = decodeStoppable(large(), { signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
  });

  test('that is damaged is a typed error from the thread', async () => {
    const bytes = large();
    const cut = Uint8Array.of(...bytes.subarray(0, bytes.length >> 1), 0xff, 0xd9);
    await expect(decodeStoppable(cut, { path: 'x.jpg' })).rejects.toMatchObject({
      name: 'RnpError',
      code: expect.stringMatching(/CORRUPT|TRUNCATED/),
      path: 'x.jpg',
    });
  });
});
