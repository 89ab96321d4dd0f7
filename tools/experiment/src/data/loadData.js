import { digitPairs, subset } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { loadDataset } from '@rnp/datasets/node';
import { objectImages, strokeImages } from './smokeImages.js';

/** Images of a split that a smoke run sees; enough for a batch. */
const smokeImages = { train: 128, test: 32 };

/**
 * How an example loads its data: the real data set, or for `--smoke` a small stand-in of the same shape that needs
 * neither network nor files.
 *
 * @param {{ smoke: boolean, bar: object, signal: AbortSignal }} context
 * @returns {(name: string, split: 'train' | 'test') => Promise<import('@rnp/datasets').Dataset>}
 */
export function loader({ smoke, bar, signal }) {
  if (smoke) return smokeData;
  return async (name, split) => {
    const onProgress = (event) => {
      if (event.type !== 'download') return;
      const { file, loaded, total } = event;
      bar.update(total ? loaded / total : 0, [file, `${(loaded / 1e6).toFixed(1)} MB`]);
    };
    const data = await loadDataset(name, { split, onProgress, signal });
    bar.stop();
    return data;
  };
}

async function smokeData(name, split) {
  const each = smokeImages[split] / 8;
  if (name === 'omniglot') return strokeImages({ split, each });
  if (name === 'eth-80') return objectImages({ split, each });
  if (name === 'mnist-pairs') {
    const digits = await embeddedDigits({ split });
    return { ...digitPairs(digits, { seed: 1, length: smokeImages[split] }), name };
  }
  return { ...subset(await embeddedDigits({ split }), 0, smokeImages[split]), name };
}
