/** Defects of @rnp/vae. */
export const loss = [
  {
    name: 'the deviation read as the variance',
    file: 'src/posterior.ts',
    from: 'tf.mul(logVariance, 0.5)',
    to: 'logVariance',
    test: 'test/loss.test.ts',
    caughtBy: 'noise is scaled by the deviation',
  },
  {
    name: 'a KL without its one',
    file: 'src/posterior.ts',
    from: 'tf.add(logVariance, 1)',
    to: 'tf.add(logVariance, 0)',
    test: 'test/loss.test.ts',
    caughtBy: 'the KL is',
  },
  {
    name: 'refinement that keeps the last program instead of the best',
    file: 'src/refine.ts',
    from: 'tf.less(error, old.error)',
    to: 'tf.lessEqual(tf.mul(error, 0), old.error)',
    test: 'test/refine.test.ts',
    caughtBy: 'never draws an image worse',
  },
].map((one) => ({ package: 'vae', ...one }));
