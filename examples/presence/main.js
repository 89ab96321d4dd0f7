// Digits with as many parts as each needs: a part stays while it lowers the energy by more than its cost (paper, Discussion).
import { sequentialBatches, subset } from '@rnp/datasets';
import { evaluate } from '@rnp/vae';
import { copyOf, experiment, partsSheet, spread, stepsOf } from '@rnp-tools/experiment';

/** Test images, the first ones: all 10,000 would take more than an hour of one core. */
const measured = 500;

/**
 * The decoder learns to draw what inference finds. Of the hypernetworks only what draws pieces of strokes learns: the programs' predictions stay as
 * they are, as the encoder corrects them. At a rate of 1e-3, and in 350 steps at 3e-4, the error has been seen to rise again.
 */
const training = {
  steps: 120,
  batchSize: 24,
  learningRate: 5e-4,
  warmup: 10,
  clipNorm: 1,
  learning: 'amortised',
  inferenceSteps: 30,
  lookWeight: 0,
  frozen: [
    'encoder/',
    'decoder/policy/',
    'decoder/state/norm',
    'decoder/state/dense',
    'decoder/state/output/encoder',
    'decoder/state/output/cell',
    'decoder/state/output/initialState',
  ],
};

/**
 * Of a part, for the model that learned what inference finds: chosen on training images so that a 1 keeps two parts. By default a part costs
 * 0.4, and what draws better finds a use for more parts.
 */
const cost = 0.6;

await experiment(import.meta.url, {
  data: async ({ load }) => {
    const [train, test] = [await load('mnist', 'train'), await load('mnist', 'test')];
    return { train, test: subset(test, 0, Math.min(measured, test.length)) };
  },

  // Trained by the example of this name; it has four parts, and has learned from single looks alone.
  models: ({ train }) => ({
    mnist: { kept: 'mnist/mnist' },
    found: { from: 'mnist', create: (_, mnist) => copyOf(mnist), data: train, training },
  }),

  measure: async ({ mnist, found }, { test }, lab) => {
    const [own, untrained] = [
      await measuredOf(found, test, lab, { cost }),
      await measuredOf(mnist, test, lab),
    ];
    return {
      ...own,
      // Beside four parts of the model that it was trained from: a ratio is no gain if it is small since four parts draw worse.
      'mnist.sseRatioUntrained': own['mnist.ssePerImage'] / untrained['mnist.fourParts.ssePerImage'],
      ...Object.fromEntries(
        Object.entries(untrained).map(([name, value]) => [name.replace('mnist.', 'untrained.'), value]),
      ),
    };
  },

  draw: async ({ found }, { test }, lab) => {
    const steps = stepsOf(lab);
    await lab.picture('four', await partsSheet(found, test, spread(test, 10), steps));
    await lab.picture(
      'needed',
      await partsSheet(found, test, spread(test, 10), {
        steps: 2 * steps,
        presence: { ...presenceOf(lab), cost },
      }),
    );
  },
});

/** With only the parts that are needed, and with four. */
async function measuredOf(model, test, lab, given = {}) {
  const steps = stepsOf(lab);
  const presence = { ...presenceOf(lab), ...given };
  // Parts are taken away one by one, three at the most where one stays, and then all that stay are inferred together.
  const asNeeded = await inferred(model, test, { steps: 2 * steps, presence });
  const asMany = await inferred(model, test, { steps: 2 * steps + 3 * presence.steps });
  const counts = asNeeded.partCounts;
  const perClass = test.classNames.map((_, label) =>
    mean(counts.filter((_, item) => test.labels[item] === label)),
  );
  return {
    'mnist.meanParts': mean(counts),
    'mnist.ones': perClass[1],
    'mnist.partsPerClass': perClass,
    'mnist.ssePerImage': asNeeded.ssePerImage,
    'mnist.fourParts.ssePerImage': asMany.ssePerImage,
    'mnist.sseRatio': asNeeded.ssePerImage / asMany.ssePerImage,
  };
}

function presenceOf({ smoke }) {
  return { steps: smoke ? 1 : 15 };
}

function inferred(model, data, options) {
  return evaluate(model, sequentialBatches(data), { inferred: options });
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
