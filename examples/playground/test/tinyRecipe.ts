import type { TrainingData } from '@rnp/vae';
import type { Recipe } from '../src/training/recipe.js';

const side = 12;

/** Twelve images of two crossing bars, [12, 12, 1]. */
export const bars: Float32Array = Float32Array.from({ length: 12 * side * side }, (_, i) => {
  const [image, y, x] = [Math.floor(i / (side * side)), Math.floor((i % (side * side)) / side), i % side];
  return y === image || x === (image * 5) % side ? 1 : 0;
});

export const barData: TrainingData = {
  imageShape: [side, side, 1],
  length: 12,
  batch: ({ step, batchSize }) => {
    const from = ((step * batchSize) % 12) * side * side;
    return bars.slice(from, from + batchSize * side * side);
  },
};

/** Learns bars in a second. */
export function tinyRecipe(steps: number): Recipe {
  return {
    model: {
      imageShape: [side, side, 1],
      latent: 4,
      childrenPerLevel: [2, 2],
      scaleOffset: 0.4,
      hidden: 8,
      cellInput: 6,
      hyperHidden: 8,
      rendering: 'composed',
      leaf: { kind: 'dense', patch: [4, 4] },
    },
    training: { steps, seed: 1, batchSize: 6, warmup: 0, learningRate: 6e-3 },
  };
}
