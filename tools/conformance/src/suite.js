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
 * @property {number} [unfinished] the seconds after which it was given up; never a pass
 * @property {number[]} [value] what becomes the reference
 *
 * @typedef {object} Inputs
 * @property {Record<string, object[]>} golden by section
 * @property {object | null} reference without one, what would become it is given instead
 * @property {string | null} modelFrom the folder of the trained model; null for that in the box
 */

const computed = { gradients, parse, training };

/**
 * What the suite consists of, in order: sections of the golden values, and the cases on models.
 *
 * @param {Record<string, object[]>} golden
 * @returns {string[]}
 */
export function partNames(golden) {
  return [...Object.keys(golden), ...Object.keys(computed)];
}

/**
 * One part on the backend that is active.
 *
 * @param {string} name of `partNames`
 * @param {Inputs} inputs
 * @returns {AsyncGenerator<Result>}
 */
export async function* part(name, inputs) {
  if (Object.hasOwn(computed, name)) yield* computed[name](inputs);
  else yield* golden({ [name]: inputs.golden[name] });
}

/**
 * Everything on the backend that is active.
 *
 * @param {Inputs} inputs
 * @returns {AsyncGenerator<Result>}
 */
export async function* suite(inputs) {
  for (const name of partNames(inputs.golden)) yield* part(name, inputs);
}

async function* golden(sections) {
  for await (const row of checkSections(sections, '')) {
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
