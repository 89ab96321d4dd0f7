// The images that the page offers to begin with: ten of each data set's test split beside each other, in public/images.
// Digits come with @rnp/datasets; the others are read from RNP_DATA_DIR.
import { mkdir, writeFile } from 'node:fs/promises';
import { embeddedDigits } from '@rnp/datasets/digits';
import { loadDataset } from '@rnp/datasets/node';
import { encodePng } from '@rnp/viz';

const folder = new URL('../public/images/', import.meta.url);
const count = 10;

/** The first of each class; where there are more classes, of classes evenly spread, and where there are fewer, more of them. */
function chosen({ labels, length }) {
  const firsts = [...new Set(labels)].sort((a, b) => a - b).map((label) => labels.indexOf(label));
  if (firsts.length >= count) {
    return Array.from({ length: count }, (_, i) => firsts[Math.floor((i * firsts.length) / count)]);
  }
  const more = Array.from({ length: count - firsts.length }, (_, i) =>
    Math.floor(((i + 1) * length) / (count + 1)),
  );
  return [...firsts, ...more];
}

function strip(dataset) {
  const [height, width, channels] = dataset.imageShape;
  const data = new Float32Array(height * width * count * channels);
  chosen(dataset).forEach((item, place) => {
    const image = dataset.images.subarray(item * height * width * channels);
    for (let y = 0; y < height; y++) {
      for (let at = 0; at < width * channels; at++) {
        data[(y * count + place) * width * channels + at] = image[y * width * channels + at] / 255;
      }
    }
  });
  return encodePng({ width: width * count, height, channels, data });
}

await mkdir(folder, { recursive: true });
await writeFile(new URL('mnist.png', folder), strip(await embeddedDigits({ split: 'test' })));
if (process.env.RNP_DATA_DIR === undefined) {
  console.log('only digits: RNP_DATA_DIR is not set');
} else {
  for (const name of ['fashion-mnist', 'omniglot', 'eth-80']) {
    await writeFile(new URL(`${name}.png`, folder), strip(await loadDataset(name, { split: 'test' })));
  }
}
