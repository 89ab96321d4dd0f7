import fc from 'fast-check';

/**
 * Random moments, for tests of what may happen at any time. The seed is printed; RNP_TEST_SEED gives the same moments again.
 *
 * @param max the longest, in milliseconds
 */
export function randomMoments(count: number, max: number): readonly number[] {
  const given = process.env.RNP_TEST_SEED ?? '';
  const seed = given === '' ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  process.stderr.write(`random moments: the same again with RNP_TEST_SEED=${seed}\n`);
  return fc.sample(fc.noBias(fc.nat(max)), { seed, numRuns: count });
}
