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
    name: 'inference that keeps the last tree instead of the best',
    file: 'src/infer/descentStep.ts',
    from: 'tf.less(totals(table), totals(old.table))',
    to: 'tf.lessEqual(tf.mul(totals(table), 0), totals(old.table))',
    test: 'test/infer/infer.test.ts',
    caughtBy: 'never draws an image worse',
  },
  {
    name: 'an encoder that learns by its variance instead of its precision',
    file: 'src/training/foundTerms.ts',
    from: 'tf.exp(tf.neg(logVariance))',
    to: 'tf.exp(logVariance)',
    test: 'test/learning/amortised.test.ts',
    caughtBy: 'the encoder learns to answer',
  },
].map((one) => ({ package: 'vae', ...one }));
