import { formatNumber, quantity } from '../report/format.js';

/** The deepest tree has to train within this. */
const limitMb = 600;
/** Noise that a further leaf may cost more than one at the depth before and still count as linear. */
const slack = 1.25;

/**
 * What each further leaf costs from one depth to the next, in which what does not grow, such as the encoder, cancels.
 *
 * @param {readonly { leaves: number, msPerStep: number, peakRssMb: number }[]} depths from the shallowest
 */
export function furtherLeaves(depths) {
  return depths.map((here, i) => {
    const before = depths[i - 1];
    if (before === undefined) return { ...here, msPerLeaf: null, mbPerLeaf: null };
    const leaves = here.leaves - before.leaves;
    return {
      ...here,
      msPerLeaf: (here.msPerStep - before.msPerStep) / leaves,
      mbPerLeaf: (here.peakRssMb - before.peakRssMb) / leaves,
    };
  });
}

/** Whether a further leaf costs no more at the greatest depth than at the one before; null for too few depths. */
export function isLinear(further) {
  const [before, deepest] = further.filter(({ msPerLeaf }) => msPerLeaf !== null).slice(-2);
  if (deepest === undefined) return null;
  return deepest.msPerLeaf <= slack * before.msPerLeaf && deepest.mbPerLeaf <= slack * before.mbPerLeaf;
}

/** @type {import('./row.js').Row} */
export const growth = {
  name: 'growth',
  title: 'growth with depth, 4 children a level, one core: the deepest tree',
  needs: ({ sizes }) => sizes.growth.map(({ depth }) => `growth${depth}`),
  summarise: (measured, { sizes }) => {
    const found = furtherLeaves(
      sizes.growth
        .map(({ depth }) => ({ depth, leaves: 4 ** depth, ...measured.figures(`growth${depth}`) }))
        .filter(({ msPerStep }) => msPerStep !== undefined),
    );
    const deepest = found.at(-1);
    const complete = found.length === sizes.growth.length;
    const linear = isLinear(found);
    return {
      ours: deepest
        ? `${quantity(deepest.msPerStep / 1000, 's')} a step, ${quantity(deepest.peakRssMb, 'MB')}`
        : '–',
      peer: '–',
      ratio: null,
      reach: `linear; ${4 ** sizes.growth.at(-1).depth} leaves, batch ${sizes.batch}, within ${limitMb} MB`,
      reached: complete && linear !== null ? linear && deepest.peakRssMb <= limitMb : null,
      tables: [
        {
          title: `Growth with the number of leaves, quick recipe, batch ${sizes.batch}`,
          rows: [
            ['depth', 'leaves an image', 'ms a step', 'ms a further leaf', 'peak MB', 'MB a further leaf'],
            ...found.map(({ depth, leaves, msPerStep, msPerLeaf, peakRssMb, mbPerLeaf }) => [
              String(depth),
              String(leaves),
              formatNumber(msPerStep),
              formatNumber(msPerLeaf),
              formatNumber(peakRssMb),
              formatNumber(mbPerLeaf),
            ]),
          ],
        },
      ],
    };
  },
};
