// The suite itself: knows of no environment, so that the same modules run in Node and, bundled, in a browser.
import { checkSections } from '@rnp-tools/golden/sections';
import { gradients } from './cases/gradients.js';
import { parse } from './cases/parse.js';
import { training } from './cases/training.js';

/**
 * @typedef {object} Result
 * @property {string} group golden, gradients, parse or training
 * @property {string} name
 * @property {number} ratio the largest error as a multiple of what is allowed; above 1 it missed
 * @property {string} where
 * @property {boolean} [rounding] golden only: beyond the bound by no more than rounding the inputs explains
 * @property {number[]} [value] what becomes the reference
 */

/**
 * Everything on the backend that is active.
 *
 * @param {{ golden: object, reference: object | null, modelFrom: string | null }} inputs without a reference, what would
 *   become one is given instead
 * @returns {AsyncGenerator<Result>}
 */
export async function* suite(inputs) {
  if (inputs.golden !== null) yield* golden(inputs);
  for (const cases of [gradients, parse, training]) yield* cases(inputs);
}

async function* golden(inputs) {
  for await (const row of checkSections(inputs.golden, '')) {
    const { title, verdict, ratio, where } = row;
    const rounding = verdict === 'passed, rounding';
    yield {
      group: 'golden',
      name: title,
      ratio: verdict === 'missed' ? Math.max(ratio, 1.001) : ratio,
      where,
      rounding,
    };
  }
}

/** Whether a result is within what is allowed. */
export function holds({ ratio, rounding }) {
  return ratio <= 1 || rounding === true;
}
