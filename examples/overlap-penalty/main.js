// Are subparts parts? An ablation on MNIST: the paper's plain loss, the same with its patch loss, Eq. (2), and the overlap
// penalty, three seeds each, everything else the same.
import { evaluated, experiment, partsSheet, spread } from '@rnp-tools/experiment';

const losses = ['plain', 'patch', 'overlap'];
const seeds = [1, 2, 3];

await experiment(import.meta.url, {
  data: async ({ load }) => ({ train: await load('mnist', 'train'), test: await load('mnist', 'test') }),

  // plain-1, plain-2 … overlap-3; of each loss the first seed's model is kept.
  sweep: 'sweep.yaml',

  // Lists over seeds; purity and effective children are [parts, subparts] each.
  measure: async (models, { test }) => {
    const figures = {};
    for (const loss of losses) {
      const all = [];
      for (const seed of seeds) all.push(await evaluated(models[`${loss}-${seed}`], test));
      figures[`${loss}.ssePerImage`] = all.map(({ ssePerImage }) => ssePerImage);
      figures[`${loss}.purity`] = all.map(({ purity }) => purity ?? null);
      figures[`${loss}.effectiveChildren`] = all.map(({ effectiveChildren }) => effectiveChildren ?? null);
    }
    return figures;
  },

  draw: async (models, { test }, { picture }) => {
    for (const loss of losses) {
      await picture(loss, await partsSheet(models[`${loss}-${seeds[0]}`], test, spread(test, 6)));
    }
  },
});
