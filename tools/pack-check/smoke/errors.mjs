import assert from 'node:assert/strict';
import { argumentChecks, isRnpError, RnpError } from '@rnp/errors';

const check = argumentChecks((path, complaint) => new RnpError('RNP_CONFIG', complaint, { path }));
check.options('options', { steps: 3 }, ['steps']);
assert.throws(
  () => check.wholeNumber('options.steps', 0.5, 1),
  (error) => isRnpError(error) && error.code === 'RNP_CONFIG' && error.path === 'options.steps',
);
