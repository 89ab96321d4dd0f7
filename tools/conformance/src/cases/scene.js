// What all cases compute on: a small model, and crossing bars to look at. Nothing random, and nothing read from files.
import { createRnp } from '@rnp/vae';

/** Two levels of two steps on 12×12 pixels. */
const options = {
  imageShape: [12, 12, 1],
  latent: 4,
  childrenPerLevel: [2, 2],
  scaleOffset: 0.4,
  hidden: 8,
  cellInput: 6,
  hyperHidden: 8,
  leaf: { kind: 'dense', patch: [4, 4] },
  rendering: 'composed',
};

/** The caller disposes of it. @param {object} [more] settings that are others */
export function smallModel(more = {}) {
  return createRnp({ ...options, ...more }, { seed: 3 });
}

/** Parts that lie over each other, and over a ground. */
export const laidOver = { compositing: 'over', ground: 'program' };

/** `count` images of two crossing bars, as plain numbers. */
export function bars(count, [height, width] = options.imageShape) {
  const values = new Float32Array(count * height * width);
  for (let i = 0; i < count; i++) {
    const [row, column] = [1 + ((i * 3) % (height - 2)), 1 + ((i * 5) % (width - 2))];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const ink = (y === row && x > 1) || (x === column && y < height - 1);
        values[(i * height + y) * width + x] = ink ? 1 : 0;
      }
    }
  }
  return values;
}

/** Training data of sixteen such images, in order. */
export const barData = {
  imageShape: options.imageShape,
  length: 16,
  batch: ({ step, batchSize }) => {
    const all = bars(16);
    const size = all.length / 16;
    return Float32Array.from({ length: batchSize * size }, (_, i) => {
      const image = (step * batchSize + Math.floor(i / size)) % 16;
      return all[image * size + (i % size)];
    });
  },
};
