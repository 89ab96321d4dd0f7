// Digits with as many parts as each needs: a part stays while it lowers the energy by more than its cost (paper, Discussion).
import { sequentialBatches, subset } from '@rnp/datasets';
import { evaluate } from '@rnp/vae';
import { experiment, partsSheet, spread, stepsOf } from '@rnp-tools/experiment';

/** Test images, the first ones: all 10,000 would take more than an hour of one core. */
const measured = 500;

await experiment(import.meta.url, {
  data: async ({ load }) => {
    const test = await load('mnist', 'test');
    return { test: subset(test, 0, Math.min(measured, test.length)) };
  },

  // Trained by the example of this name; it has four parts.
  models: () => ({ mnist: { kept: 'mnist/mnist' } }),

  measure: async ({ mnist }, { test }, lab) => {
    const steps = stepsOf(lab);
    const presence = presenceOf(lab);
    // Parts are taken away one by one, three at the most where one stays, and then all that stay are inferred together.
    const asNeeded = await inferred(mnist, test, { steps: 2 * steps, presence });
    const asMany = await inferred(mnist, test, { steps: 2 * steps + 3 * presence.steps });
    const four = await inferred(mnist, test, { steps });
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
      'mnist.fourPartsFewerSteps.ssePerImage': four.ssePerImage,
      'mnist.sseRatioFewerSteps': asNeeded.ssePerImage / four.ssePerImage,
    };
  },

  draw: async ({ mnist }, { test }, lab) => {
    const steps = stepsOf(lab);
    await lab.picture('four', await partsSheet(mnist, test, spread(test, 10), steps));
    await lab.picture(
      'needed',
      await partsSheet(mnist, test, spread(test, 10), { steps: 2 * steps, presence: presenceOf(lab) }),
    );
  },
});

function presenceOf({ smoke }) {
  return { steps: smoke ? 1 : 15 };
}

function inferred(model, data, options) {
  return evaluate(model, sequentialBatches(data), { inferred: options });
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
