import {
  batchOf,
  type DataProgress,
  type Dataset,
  describeFiles,
  type FolderDescription,
  folderLines,
  imagesOfFiles,
} from '@rnp/datasets';
import { sizeFor } from '@rnp/runs/recipes';
import type { PicturesQuestion, Understood } from './messages.js';

/** So many pictures are looked at before anything is made of them, as in the command. */
const sample = 200;
/** So many are shown. */
const shownCount = 12;

/**
 * A folder of pictures as `rnp train --data FOLDER` takes it: what there is, and the images, of a size that suits it.
 *
 * @throws RnpError where the folder is no data set
 */
export async function understand(
  { files, colour }: PicturesQuestion,
  onProgress: (done: number, total: number) => void,
): Promise<Understood> {
  const found = await describeFiles(files, { sample });
  const total = found.train + found.test;
  const bad: string[] = [];
  const options = {
    size: sizeFor(found),
    channels: colour ? (3 as const) : (1 as const),
    invert: colour ? found.paper : ('auto' as const),
    skipBad: true,
  };
  const listen = (before: number) => (progress: DataProgress) => {
    if (progress.type === 'skipped') bad.push(progress.reason);
    if (progress.type === 'decode') onProgress(before + progress.done, total);
  };
  const train = await imagesOfFiles(files, { ...options, split: 'train', onProgress: listen(0) });
  const test = await imagesOfFiles(files, { ...options, split: 'test', onProgress: listen(found.train) });
  return {
    lines: linesOf(found, train),
    bad,
    pictures: {
      name: found.folder,
      train,
      shown: batchOf(test, spread(test.length, shownCount)),
      preprocessing: train.preprocessing!,
    },
  };
}

function linesOf(
  found: FolderDescription,
  { imageShape: [height, width, channels] }: Dataset,
): readonly string[] {
  const colour = channels === 3 ? 'in colour' : 'in grey';
  return [...folderLines(found), `taken as ${width}×${height} (width × height), ${colour}`];
}

/** So many places spread evenly over a list. */
function spread(length: number, count: number): number[] {
  const taken = Math.min(length, count);
  return Array.from({ length: taken }, (_, at) => Math.floor((at * length) / taken));
}
