import { type ArgumentChecks, argumentChecks } from '@rnp/errors';
import { QueueError } from './errors.js';

/** Checks of options: RNP_CONFIG. */
export const check: ArgumentChecks = argumentChecks(
  (path, complaint) => new QueueError('RNP_CONFIG', complaint, { path }),
);
