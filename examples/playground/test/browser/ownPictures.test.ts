import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { imagesOfFiles } from '@rnp/datasets';
import { filesOfModelFile, readModelConfig } from '@rnp/vae';
import type { Locator } from 'playwright-core';
import { crossesAndBars } from '../crosses.js';
import { dropFolder, pixelsOf } from './gestures.js';
import { barriers } from './playground.js';
import { useVisit } from './useVisit.js';

const command = fileURLToPath(new URL('./bin/rnp.js', import.meta.resolve('@rnp/cli/package.json')));
const pictures = crossesAndBars(20);
const files = Object.entries(pictures).map(([path, bytes]) => ({
  path,
  content: new Blob([new Uint8Array(bytes)]),
}));

const here = useVisit({ acceptDownloads: true });

const button = (name: string): Locator => here.page.getByRole('button', { name, exact: true });
const says = (words: RegExp): Promise<void> => here.page.getByText(words).first().waitFor();

describe('a folder of pictures that is dropped on the page', () => {
  test('is said to be what it is, and shown as the model will see it', async () => {
    await dropFolder(here.page, { ...pictures, 'icons/notes.txt': Buffer.from('no picture') });
    await here.page.getByRole('tab', { name: 'Train', selected: true }).waitFor();
    await says(
      /^icons: 32 to learn from, 8 held out \(drawn from all\), 2 classes \(bar 16 \+ 4, cross 16 \+ 4\)$/,
    );
    await says(
      /width × height 80×60 \(40\); grey \(40\); 40 of 40 on white; left out: 1 no PNG or JPEG \(\.txt\)/,
    );
    await says(
      /^taken as 36×28 \(width × height\), in grey, dark on light made light on black, picture by picture$/,
    );
    const test = await imagesOfFiles(files, { split: 'test', size: [28, 36] });
    const size = 28 * 36;
    for (const index of [0, 7]) {
      const shown = await pixelsOf(
        here.page.getByRole('img', { name: `held-out picture ${index + 1}`, exact: true }),
      );
      const grey = Array.from({ length: size }, (_, pixel) => shown[4 * pixel]);
      expect(grey).toEqual([...test.images.subarray(index * size, (index + 1) * size)]);
    }
    expect(await barriers(here.page)).toEqual([]);
    await here.page.getByLabel('Keep colours').check();
    await says(
      /^taken as 36×28 \(width × height\), in colour, light and dark exchanged, as a model draws light on black$/,
    );
    // That is remembered.
    await here.page.getByLabel('Keep colours').uncheck();
    await button('Forget them').click();
    expect(await button('Learn from these').count()).toBe(0);
  });

  test('is learned from; the model takes pictures in the command as it took them here, and goes on after a reload', async () => {
    await dropFolder(here.page, pictures);
    await button('Learn from these').click();
    await says(/^Step (?:[1-9]|\d\d+) of 600$/);
    await says(/pictures a second on wasm/);
    await button('Pause').click();
    await says(/^Paused after/);
    await here.page.reload();
    await says(/^Paused after/);
    await button('Go on').click();
    await says(/^Step \d+ of 600$/);
    await button('Pause').click();
    await says(/^Paused after/);
    const download = here.page.waitForEvent('download');
    await button('Save as a file').click();
    const saved = await download;
    expect(saved.suggestedFilename()).toMatch(/^my-icons-\d+\.safetensors$/);
    const folder = await mkdtemp(join(tmpdir(), 'rnp-playground-'));
    try {
      const model = join(folder, 'icons.safetensors');
      const bytes = new Uint8Array(await readFile(await saved.path()));
      const { data, preprocessing } = readModelConfig(filesOfModelFile(bytes)['config.json']);
      const { preprocessing: own } = await imagesOfFiles(files, { split: 'train', size: [28, 36] });
      expect({ data, preprocessing }).toEqual({ data: 'icons', preprocessing: own });
      await writeFile(model, bytes);
      const picture = join(folder, 'cross.png');
      await writeFile(picture, pictures['icons/cross/103.png']!);
      const { stdout } = await promisify(execFile)(process.execPath, [
        command,
        'parse',
        picture,
        '--model',
        model,
        '--json',
      ]);
      const tree = JSON.parse(stdout) as { imageShape: number[]; root: { children: unknown[] } };
      expect(tree.imageShape).toEqual([28, 36, 1]);
      expect(tree.root.children).toHaveLength(4);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('that holds no pictures is refused in words', async () => {
    await dropFolder(here.page, { 'papers/thesis.txt': Buffer.from('years of work') });
    await says(
      /papers: holds no \.png, \.jpg or \.jpeg files; there are: 1 no PNG or JPEG \(\.txt\), such as thesis\.txt/,
    );
  });
});
