import type { RnpOptions } from '../src/index.js';

/** A model small enough to train in a test: two levels of two steps, patches of 4×4, hidden layers of 8. */
export function smallRnp(side: number): RnpOptions {
  return {
    imageShape: [side, side, 1],
    latent: 4,
    childrenPerLevel: [2, 2],
    scaleOffset: 0.4,
    hidden: 8,
    cellInput: 6,
    hyperHidden: 8,
    leaf: { kind: 'dense', patch: [4, 4] },
    rendering: 'composed',
  };
}
