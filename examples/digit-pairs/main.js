// Pairs of digits on a large canvas with three levels: image, digits, strokes, pieces of strokes (Fig. 4B). Its lower two
// levels have then learned to draw digits: with a new encoder alone they draw single, centred ones (Fig. 4C).
import { meanImageSse } from '@rnp/datasets';
import { lowerLevels } from '@rnp/vae';
import { evaluated, experiment, partsSheet, spread } from '@rnp-tools/experiment';

const pairModel = {
  imageShape: [56, 56, 1],
  latent: 32,
  childrenPerLevel: [2, 4, 4],
  // With nothing added to the scale, a digit's frame begins as large as the canvas: the digits stand in its corners, and frames
  // in the middle of a canvas that is empty there learn to draw nothing before they get anywhere.
  scaleOffset: [0, 1.6, 1.6],
  rendering: 'composed',
  encoder: 'light',
};
const training = {
  steps: 8000,
  batchSize: 64,
  learningRate: 6e-4,
  warmup: 600,
  overlap: [0.01, 0.01, 0.01],
  overlapDelay: 800,
  overlapWarmup: 800,
  overlapDecay: 4000,
  overlapFinal: 0.3,
};

await experiment(import.meta.url, {
  data: async ({ load }) => ({
    pairs: await load('mnist-pairs', 'train'),
    pairsTest: await load('mnist-pairs', 'test'),
    digits: await load('mnist', 'train'),
    digitsTest: await load('mnist', 'test'),
  }),

  models: ({ pairs, digits }) => ({
    pairs: { model: pairModel, data: pairs, training },
    // The hypernetworks do not change by a bit; without an overlap penalty, since what draws is settled.
    digits: {
      from: 'pairs',
      create: (seed, base) => lowerLevels(base, 2, { seed, imageShape: [28, 28, 1] }),
      data: digits,
      training: { batchSize: 64, learningRate: 3e-4, warmup: 300, steps: 2000, frozen: ['decoder/'] },
    },
  }),

  measure: async (models, { pairs, pairsTest, digits, digitsTest }) => {
    const [two, one] = [await evaluated(models.pairs, pairsTest), await evaluated(models.digits, digitsTest)];
    const meanImage = { pairs: meanImageSse(pairs, pairsTest), digits: meanImageSse(digits, digitsTest) };
    return {
      'pairs.ssePerImage': two.ssePerImage,
      'pairs.shareOfMeanImageSse': two.ssePerImage / meanImage.pairs,
      'pairs.purity': two.purity,
      'pairs.effectiveChildren': two.effectiveChildren,
      'digits.ssePerImage': one.ssePerImage,
      'digits.shareOfMeanImageSse': one.ssePerImage / meanImage.digits,
      'digits.purity': one.purity,
      'digits.effectiveChildren': one.effectiveChildren,
    };
  },

  draw: async (models, { pairsTest, digitsTest }, { picture }) => {
    await picture('pairs', await partsSheet(models.pairs, pairsTest, spread(pairsTest, 8)));
    await picture('digits', await partsSheet(models.digits, digitsTest, spread(digitsTest, 8)));
  },
});
