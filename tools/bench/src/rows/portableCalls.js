import { mostPortableCalls } from '../targets.js';

const row = (recipe, suffix, title) => ({
  name: `portableCalls${suffix}`,
  title: `kernel calls of a training step on backends without own kernels, ${title}`,
  needs: () => [`portableCalls${suffix}`],
  summarise: (measured) => {
    const calls = measured.figures(`portableCalls${suffix}`)?.calls;
    const most = mostPortableCalls[recipe];
    return {
      ours: calls === undefined ? '–' : String(calls),
      peer: '–',
      ratio: null,
      count: calls ?? null,
      reach: `≤ ${most}`,
      reached: calls === undefined ? null : calls <= most,
    };
  },
});

/** @type {import('./row.js').Row} */
export const portableCallsQuick = row('quick', 'Quick', 'quick recipe');

/** @type {import('./row.js').Row} */
export const portableCallsPaper = row('paper', 'Paper', "the paper's configuration");
