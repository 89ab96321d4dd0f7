/**
 * What became of a defect.
 *
 * @param {import('./mutants.js').Mutant} mutant
 * @param {{ failed: string[], passed: number, broken: string }} outcome of its test file
 * @returns {{ caught: boolean, why: string }}
 */
export function judge({ caughtBy }, { failed, broken }) {
  if (broken !== '') return { caught: false, why: `the tests did not run: ${broken.split('\n')[0]}` };
  if (failed.length === 0) return { caught: false, why: 'no test failed' };
  if (failed.some((title) => title.includes(caughtBy))) return { caught: true, why: '' };
  return { caught: false, why: `"${caughtBy}" passed; what failed: ${failed.slice(0, 3).join('; ')}` };
}
