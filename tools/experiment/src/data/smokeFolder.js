import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { batchOf } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { encodePng } from '@rnp/viz';

/** How many; some are held out. */
const count = 48;

/**
 * Writes some of the embedded digits as pictures into a folder. A run that learns from it measures a few images; all digits that are held
 * out, a thousand, take it longer than its training does.
 *
 * @param {string} folder is made unless it is there
 */
export async function writeSmokeFolder(folder) {
  await mkdir(folder, { recursive: true });
  const digits = await embeddedDigits({ split: 'train' });
  for (let item = 0; item < count; item++) {
    const data = batchOf(digits, [item]);
    const name = `${String(item).padStart(2, '0')}.png`;
    await writeFile(join(folder, name), encodePng({ width: 28, height: 28, channels: 1, data }));
  }
}
