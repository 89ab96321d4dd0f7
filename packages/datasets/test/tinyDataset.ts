import { createDataset, type Dataset } from '../src/index.js';

/** Six grey images of 2×2 pixels with classes 0, 1, 2, 0, 1, 2 and groups 0, 0, 0, 1, 1, 1; image i has value 10·i. */
export const tiny: Dataset = createDataset({
  name: 'tiny',
  split: 'train',
  imageShape: [2, 2, 1],
  images: Uint8Array.from({ length: 24 }, (_, at) => 10 * Math.floor(at / 4)),
  labels: Uint8Array.of(0, 1, 2, 0, 1, 2),
  classNames: ['a', 'b', 'c'],
  groups: Uint16Array.of(0, 0, 0, 1, 1, 1),
  groupNames: ['left', 'right'],
});
