import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { walkPictures } from '../../../src/node/folder/pictureWalk.js';
import { dataContent, describeFolder, images, picturePaths } from '../../../src/node/index.js';
import { failureOf } from '../../codeOf.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rnp-walk-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function put(...names: string[]): Promise<void> {
  for (const name of names) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), '');
  }
}

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux.each([
  ['describeFolder', (place: string) => describeFolder(place)],
  ['images', (place: string) => images(place, { split: 'train' })],
  ['picturePaths', (place: string) => picturePaths(place)],
])('%s does not look into a file system of the kernel', async (_, read) => {
  for (const place of ['/proc', '/proc/self', '/sys']) {
    const kind = place === '/sys' ? 'sysfs' : 'proc';
    await expect(failureOf(read(place))).resolves.toMatchObject({
      code: 'RNP_DATA_FOLDER',
      path: place,
      message: `${place}: lies in a file system of the kernel (${kind}), which holds no pictures; name a folder of images`,
    });
  }
});

onLinux('one that lies below a folder is left out, and told', async () => {
  // Devices lie on an ordinary file system, with the kernel's terminals in it.
  const { files, leftOut } = await walkPictures('/dev', { max: 10, follow: false });
  expect(files).toEqual([]);
  expect(leftOut).toContainEqual(
    expect.objectContaining({ reason: 'kernel', examples: expect.arrayContaining(['pts']) }),
  );
});

test('a folder of more files than a data set can have is refused by its name, wherever the counting ended', async () => {
  await put('a/1.png', 'a/2.png', 'b/3.png', 'b/notes.txt');
  const walk = (maxEntries: number) => walkPictures(folder, { max: 10, follow: false, maxEntries });
  expect((await walk(6)).files).toEqual(['a/1.png', 'a/2.png', 'b/3.png']);
  await expect(walk(5)).rejects.toMatchObject({
    code: 'RNP_DATA_FOLDER',
    path: folder,
    complaint:
      'holds more than 5 files and folders, counted up to b; name a folder that holds the images alone',
  });
});

test('a tree in which no picture is found for too long is refused, and a picture begins the time anew', async () => {
  await put('a/notes.txt', 'b/1.png', 'c/2.png');
  let clock = 0;
  const takes = (ms: number) => (): void => {
    clock += ms;
  };
  const now = jest.spyOn(performance, 'now').mockImplementation(() => clock);
  // Each folder takes a second.
  const walk = (maxIdleSeconds: number) =>
    walkPictures(folder, { max: 10, follow: false, maxIdleSeconds, onWalked: takes(1000) });
  expect((await walk(2.5)).files).toEqual(['b/1.png', 'c/2.png']);
  await expect(walk(1.5)).rejects.toMatchObject({
    code: 'RNP_DATA_FOLDER',
    path: folder,
    complaint:
      '4 files and folders were looked through, and no picture was found for 1.5 seconds, up to b; name a folder that holds the images alone',
  });
  // Who gives a time of their own is told what was found in it.
  const described = describeFolder(folder, { maxSeconds: 1000, onProgress: takes(100_000) });
  expect(await described).toMatchObject({ looked: 2, unseen: [] });
  await expect(describeFolder(folder, { onProgress: takes(100_000) })).rejects.toThrow(
    /no picture was found for 60 seconds/,
  );
  now.mockRestore();
});

test('a walk ends at the signal, for whatever reads the folder', async () => {
  await put('a/notes.txt', 'b/1.png', 'c/2.png');
  const readers: ((signal: AbortSignal, onProgress: () => void) => Promise<unknown>)[] = [
    (signal, onWalked) => walkPictures(folder, { max: 10, follow: false, signal, onWalked }),
    (signal, onProgress) => images(folder, { split: 'train', signal, onProgress }),
    (signal, onProgress) => dataContent(folder, { signal, onProgress }),
    (signal, onProgress) => describeFolder(folder, { signal, onProgress }),
  ];
  for (const read of readers) {
    const stop = new AbortController();
    const told: unknown[] = [];
    const ended = read(stop.signal, () => {
      told.push('walk');
      stop.abort(new Error('stopped'));
    });
    await expect(ended).rejects.toThrow('stopped');
    expect(told).toEqual(['walk']);
  }
  await expect(picturePaths(folder, 10, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
});

test('files nine folders deep are refused by their place and by the folder that was named', async () => {
  await put('1/2/3/4/5/6/7/8/deep.png');
  expect((await walkPictures(folder, { max: 1, follow: false })).files).toHaveLength(1);
  await put('1/2/3/4/5/6/7/8/9/deeper.png');
  await expect(walkPictures(folder, { max: 1, follow: false })).rejects.toMatchObject({
    path: join(folder, '1/2/3/4/5/6/7/8/9'),
    complaint: `lies more than 8 folders deep in ${folder}; name a folder nearer to the images`,
  });
});

onLinux('a link into the kernel is a link out of the folder, as any other', async () => {
  await put('1.png');
  await symlink('/proc', join(folder, 'proc'));
  const { files, leftOut } = await walkPictures(folder, { max: 10, follow: true });
  expect([files, leftOut.map(({ reason }) => reason)]).toEqual([['1.png'], ['link-outside']]);
});

test('a walk that is ended early has what was found so far, and says what was not looked at', async () => {
  await put('a/1.png', 'b/2.png', 'c/3.png', 'c/d/4.png');
  let found = 0;
  const walk = await walkPictures(folder, {
    max: 10,
    follow: true,
    enough: () => found > 0,
    onWalked: ({ pictures }) => {
      found = pictures;
    },
  });
  expect([walk.files, walk.unseen]).toEqual([['a/1.png', 'b/2.png'], ['c']]);
  const whole = await walkPictures(folder, { max: 10, follow: true });
  expect([whole.files.length, whole.unseen]).toEqual([4, []]);
});

test('of a folder that was not looked at in full, or not at all, as much is told as is known', async () => {
  await put('a/1.png', 'b/2.png');
  // What is in the folder itself is always looked at.
  await expect(failureOf(describeFolder(folder, { maxSeconds: 0 }))).resolves.toMatchObject({
    code: 'RNP_DATA_FOLDER',
    message: expect.stringMatching(/before it was stopped, with 2 folders not looked into/),
  });
  const ended = new AbortController();
  const found = await describeFolder(folder, {
    enough: ended.signal,
    onProgress: (progress) => {
      if (progress.type === 'walk' && progress.pictures > 0) ended.abort();
    },
  });
  expect(found).toMatchObject({ looked: 0, bad: [], unseen: [] });
  expect(found.train + found.test).toBe(2);
});
