import { quantity } from '../report/format.js';

/** Milliseconds within which a scene is to be taken apart. */
const limit = 30;

/** @type {import('./row.js').Row} */
export const scene = {
  name: 'scene',
  title: 'take a scene of two digits apart, bundled MNIST model, one core',
  needs: () => ['scene'],
  summarise: (measured) => {
    const ms = measured.figures('scene')?.msPerCall;
    return {
      ours: quantity(ms, 'ms'),
      peer: '–',
      ratio: null,
      reach: `≤ ${limit} ms`,
      reached: ms === undefined ? null : ms <= limit,
    };
  },
};
