import { formatNumber, quantity } from '../report/format.js';

/** The deepest tree has to train within this. */
const limitMb = 3 * 1024;

/** @type {import('./row.js').Row} */
export const growth = {
  name: 'growth',
  title: 'growth with depth, 4 steps a level: the deepest tree',
  needs: ({ sizes }) => sizes.depths.map((depth) => `growth${depth}`),
  summarise: (measured, { sizes }) => {
    const found = sizes.depths
      .map((depth) => ({ leaves: 4 ** depth, depth, ...measured.figures(`growth${depth}`) }))
      .filter(({ msPerStep }) => msPerStep !== undefined);
    const deepest = found.at(-1);
    const complete = found.length === sizes.depths.length;
    return {
      ours: deepest
        ? `${quantity(deepest.msPerStep / 1000, 's')} a step, ${quantity(deepest.peakRssMb, 'MB')}`
        : '–',
      peer: '–',
      ratio: null,
      reach: `linear; ${4 ** sizes.depths.at(-1)} leaves, batch ${sizes.batch}, within 3 GB`,
      reached: complete ? deepest.peakRssMb <= limitMb : null,
      tables: [
        {
          title: `Growth with the number of leaves, quick recipe, batch ${sizes.batch}`,
          rows: [
            ['depth', 'leaves an image', 'ms a step', 'ms a leaf', 'peak MB', 'MB a leaf, above the start'],
            ...found.map(({ depth, leaves, msPerStep, peakRssMb, rssBeforeMb }) => [
              String(depth),
              String(leaves),
              formatNumber(msPerStep),
              formatNumber(msPerStep / leaves),
              formatNumber(peakRssMb),
              formatNumber((peakRssMb - rssBeforeMb) / leaves),
            ]),
          ],
        },
      ],
    };
  },
};
