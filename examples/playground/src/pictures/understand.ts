import { batchOf, type DataProgress, describeFiles, folderLines, imagesOfFiles } from '@rnp/datasets';
import { fittingOptions, sampledPictures, shownIndices, takenWords } from '@rnp/runs/recipes';
import type { PicturesQuestion, Understood } from './messages.js';

/**
 * A folder of pictures as `rnp train --data FOLDER` takes it: what there is, and the images, of a size that suits it.
 *
 * @throws RnpError where the folder is no data set
 */
export async function understand(
  { files, colour }: PicturesQuestion,
  onProgress: (done: number, total: number) => void,
): Promise<Understood> {
  const found = await describeFiles(files, { sample: sampledPictures });
  const total = found.train + found.test;
  const bad: string[] = [];
  const channels = colour ? (3 as const) : (1 as const);
  const options = fittingOptions({ channels, skipBad: true }, found);
  const listen = (before: number) => (progress: DataProgress) => {
    if (progress.type === 'skipped') bad.push(progress.reason);
    if (progress.type === 'decode') onProgress(before + progress.done, total);
  };
  const train = await imagesOfFiles(files, { ...options, split: 'train', onProgress: listen(0) });
  const test = await imagesOfFiles(files, { ...options, split: 'test', onProgress: listen(found.train) });
  return {
    lines: [...folderLines(found), `taken as ${takenWords(options, found, false)}`],
    bad,
    pictures: {
      name: found.folder,
      train,
      shown: batchOf(test, shownIndices(test.length)),
      preprocessing: train.preprocessing!,
    },
  };
}
