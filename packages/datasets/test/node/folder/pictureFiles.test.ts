import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { describeFiles, type FolderFile, imagesOfFiles } from '../../../src/index.js';
import { describeFolder, images, markOutput } from '../../../src/node/index.js';
import { failureOf } from '../../codeOf.js';
import { freshFolder, grey } from './freshFolder.js';

const folder = freshFolder();

/** The files of the test's folder as a page gets them, in whatever order. */
async function dropped(): Promise<FolderFile[]> {
  const found = await readdir(folder.path, { recursive: true, withFileTypes: true });
  const paths = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.reverse().map(async (path) => ({
      path: `photos/${path.slice(folder.path.length + 1)}`,
      content: new Blob([await readFile(path)]),
    })),
  );
}

/** What holds wherever the folder lies. */
async function both(options: Parameters<typeof imagesOfFiles>[1]) {
  return [await imagesOfFiles(await dropped(), options), await images(folder.path, options)] as const;
}

describe('a folder whose files are at hand', () => {
  test.each(['train', 'test'] as const)('gives the images that it gives on a disk: %s', async (split) => {
    await folder.put('b/1.png', 'a/2.png', 'a/1.png', 'b/3.PNG', 'a/4.png', 'b/2.png');
    const [here, there] = await both({ split, size: [2, 2], seed: 3 });
    expect({ ...here, name: '' }).toEqual({ ...there, name: '' });
    expect(here.name).toBe('photos');
    expect(here.classNames).toEqual(['a', 'b']);
  });

  test('has splits where it has folders for them, and leaves out what it leaves out on a disk', async () => {
    await folder.put(
      'train/a/1.png',
      'train/a/2.png',
      'test/a/3.png',
      '__MACOSX/a/4.png',
      '.kept/5.png',
      'run/6.png',
    );
    await writeFile(join(folder.path, 'notes.txt'), 'no picture');
    await writeFile(join(folder.path, 'train/a/parts.png'), markOutput(grey(9)));
    await writeFile(join(folder.path, 'run/run.json'), JSON.stringify({ schema: 'rnp-run', version: 1 }));
    const [here, there] = [await describeFiles(await dropped()), await describeFolder(folder.path)];
    const told = ({ leftOut, ...rest }: typeof here) => ({
      ...rest,
      folder: '',
      // A walk counts a folder that it does not enter as one thing.
      leftOut: leftOut.map(({ reason }) => reason).sort(),
    });
    expect(told(here)).toEqual(told(there));
    expect(here).toMatchObject({ splits: { train: 'train/', test: 'test/' }, train: 2, test: 1, bad: [] });
  });

  test('names what cannot be read by its path in the folder, and says that there is none', async () => {
    await folder.put('1.png', '2.png');
    await writeFile(join(folder.path, '3.png'), grey(3).subarray(0, 40));
    const files = await dropped();
    const options = { split: 'train', size: [2, 2] } as const;
    await expect(imagesOfFiles(files, options)).rejects.toMatchObject({
      code: expect.stringMatching(/^RNP_IMAGE_/),
      path: 'photos/3.png',
    });
    expect((await imagesOfFiles(files, { ...options, skipBad: true, testFraction: 0.4 })).length).toBe(1);
    expect((await failureOf(imagesOfFiles([], options))).code).toBe('RNP_DATA_FOLDER');
  });
});
