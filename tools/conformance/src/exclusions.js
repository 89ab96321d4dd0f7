/**
 * What is known to miss, and why. An exclusion whose case begins to hold fails the suite: take it out then.
 *
 * @type {readonly { environment: string, name: string, reason: string }[]}
 */
const exclusions = [];

/**
 * How an environment's results stand.
 *
 * @param {string} id of the environment
 * @param {readonly import('./suite.js').Result[]} results
 * @param {(result: import('./suite.js').Result) => boolean} holds
 * @returns {{ passed: number, excluded: object[], failures: string[] }}
 */
export function judged(id, results, holds, known = exclusions) {
  const own = known.filter(({ environment }) => environment === id);
  const excluded = (name) => own.find((exclusion) => exclusion.name === name);
  const missed = results.filter((result) => !holds(result));
  const failures = [
    ...missed
      .filter(({ name }) => !excluded(name))
      .map(({ name, ratio, where, unfinished }) =>
        unfinished === undefined
          ? `${name} is off by ${ratio.toFixed(2)} of what is allowed, at ${where}`
          : `${name} did not end within ${unfinished} s`,
      ),
    ...own
      .filter(({ name }) => !missed.some((result) => result.name === name))
      .map(({ name }) => `${name} is excluded and holds: take it out of exclusions.js`),
  ];
  return { passed: results.length - missed.length, excluded: own, failures };
}
