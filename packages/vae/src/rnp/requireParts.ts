import { RnpError } from '@rnp/errors';
import type { Network } from '../network.js';
import { kindOf } from '../ownPart.js';

/** @throws RnpError RNP_CONFIG unless programs of this network have parts */
export function requireParts(network: Network): void {
  if (kindOf(network) === 'rnp') return;
  throw new RnpError('RNP_CONFIG', 'must be a recursive neural program, such as createRnp makes', {
    path: 'model',
  });
}
