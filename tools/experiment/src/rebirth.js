import { sequentialBatches, subset } from '@rnp/datasets';
import { evaluate, rebornParts } from '@rnp/vae';

/** Training images whose parts may be taken. */
const donors = 400;

/**
 * Where inference begins so that no part is idle: `rebornParts`, which gives idle parts those that one look sees in the first training images.
 *
 * @param {object | undefined} model without one, there is nowhere to begin
 * @param {import('@rnp/datasets').Dataset} train
 * @returns {Promise<import('@rnp/vae').StartOf | undefined>}
 */
export async function rebirth(model, train) {
  if (model === undefined) return undefined;
  const trees = [];
  const data = subset(train, 0, Math.min(donors, train.length));
  await evaluate(model, sequentialBatches(data), { onTrees: (looked) => void trees.push(...looked) });
  return (looked, pixels) => rebornParts(looked, pixels, trees);
}
