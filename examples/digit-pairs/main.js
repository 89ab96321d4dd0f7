// Pairs of digits on a large canvas with three levels: image, digits, strokes, pieces of strokes (Fig. 4B). Its lower two
// levels have then learned to draw digits: with a new encoder alone they draw single, centred ones (Fig. 4C).
import { subset } from '@rnp/datasets';
import { lowerLevels, withLooks } from '@rnp/vae';
import {
  changedWeights,
  evaluatedAtBothLooks,
  experiment,
  ownPartsOf,
  partsSheet,
  rebirth,
  spread,
  stepsOf,
  withBorder,
} from '@rnp-tools/experiment';

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

// Fifty steps of inference on all 10,000 images of both test splits take three quarters of an hour of one core; so many of each, the first
// ones, are measured.
const measured = 500;

await experiment(import.meta.url, {
  data: async ({ load }) => ({
    pairs: await load('mnist-pairs', 'train'),
    pairsTest: firstOf(await load('mnist-pairs', 'test'), measured),
    digits: await load('mnist', 'train'),
    digitsTest: firstOf(await load('mnist', 'test'), measured),
  }),

  models: ({ pairs, digits }) => ({
    // Its frames cut off what lies outside.
    whole: { model: pairModel, data: pairs, training },
    // The same, with frames that fade, so that a frame that cuts into a digit learns to grow, and with looks at the two parts. The
    // overlap penalty stays where it ended.
    pairs: {
      from: 'whole',
      create: (seed, base) => withLooks(withBorder(base, 'soft'), { looks: 'parts', seed }),
      data: pairs,
      training: { batchSize: 64, learningRate: 6e-4, warmup: 50, steps: 600, overlap: [0.003, 0.003, 0.003] },
    },
    // Its lower two levels, with a new encoder. The hypernetworks do not change by a bit; without an overlap penalty, since what draws
    // is settled.
    alone: {
      from: 'whole',
      create: (seed, base) => lowerLevels(base, 2, { seed, imageShape: [28, 28, 1] }),
      data: digits,
      training: { batchSize: 64, learningRate: 3e-4, warmup: 300, steps: 2000, frozen: ['decoder/'] },
    },
    // The same, with frames that fade, and with looks at the parts and at theirs.
    digits: {
      from: 'alone',
      create: (seed, base) => withLooks(withBorder(base, 'soft'), { looks: 'all', seed }),
      data: digits,
      training: { batchSize: 64, learningRate: 7e-4, warmup: 30, steps: 1000, frozen: ['decoder/'] },
    },
  }),

  measure: async (models, { pairs, pairsTest, digits, digitsTest }, lab) => {
    const own = ownPartsOf(pairsTest, (item) => quadrantsOf(pairsTest, item));
    const [two, one] = [
      { train: pairs, test: pairsTest },
      { train: digits, test: digitsTest },
    ];
    const { onTrees } = own;
    const start = await rebirth(models.pairs, pairs);
    return {
      ...named('pairs', await evaluatedAtBothLooks(models.pairs, two, lab, { onTrees, start })),
      'pairs.ownPart': own.share(),
      ...named('digits', await evaluatedAtBothLooks(models.digits, one, lab)),
      'digits.hypernetworkWeightsChanged': changedWeights(models.whole, models.digits, 'decoder/'),
    };
  },

  draw: async (models, { pairs, pairsTest, digitsTest }, lab) => {
    for (const [name, test, start] of [
      ['pairs', pairsTest, await rebirth(models.pairs, pairs)],
      ['digits', digitsTest],
    ]) {
      await lab.picture(name, await partsSheet(models[name], test, spread(test, 8)));
      const inferred = await partsSheet(models[name], test, spread(test, 8), stepsOf(lab), start);
      await lab.picture(`${name}-inferred`, inferred);
    }
  },
});

function firstOf(data, count) {
  return subset(data, 0, Math.min(count, data.length));
}

/** Figures with the name of what they are of. */
function named(name, figures) {
  return Object.fromEntries(Object.entries(figures).map(([key, value]) => [`${name}.${key}`, value]));
}

/** The pixels of the two quadrants in which the digits of a pair stand. */
function quadrantsOf({ imageShape: [height, width], groups, groupNames }, item) {
  return groupNames[groups[item]].split(' ').map((place) => {
    const [top, left] = [place.startsWith('top') ? 0 : height / 2, place.endsWith('left') ? 0 : width / 2];
    return Array.from({ length: (height / 2) * (width / 2) }, (_, i) => {
      const [row, column] = [Math.floor((2 * i) / width), i % (width / 2)];
      return (top + row) * width + left + column;
    });
  });
}
