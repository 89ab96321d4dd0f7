import { batchOf, subset } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import type { TrainingData } from '../../src/index.js';

const side = 14;

/** Sixteen digits of 14×14 pixels over grounds that brighten from one side to the other, another one for each; white ink hides what is behind. */
export async function digitsOnGround(length = 16): Promise<TrainingData & { readonly all: Float32Array }> {
  const digits = subset(await embeddedDigits({ split: 'train' }), 0, length);
  const order = Array.from({ length }, (_, i) => i);
  const inks = batchOf(digits, order);
  const all = Float32Array.from({ length: length * side * side }, (_, at) => {
    const [image, y, x] = [Math.floor(at / side ** 2), Math.floor(at / side) % side, at % side];
    const corner = image * 784 + 2 * y * 28 + 2 * x;
    const ink = (inks[corner]! + inks[corner + 1]! + inks[corner + 28]! + inks[corner + 29]!) / 4;
    const along = image % 2 === 0 ? x : y;
    return ink + (1 - ink) * (0.2 + (0.5 * along) / (side - 1));
  });
  return {
    all,
    imageShape: [side, side, 1],
    length,
    batch: ({ step, batchSize }) => {
      const size = side * side;
      return Float32Array.from({ length: batchSize * size }, (_, i) => {
        const image = (step * batchSize + Math.floor(i / size)) % length;
        return all[image * size + (i % size)]!;
      });
    },
  };
}
