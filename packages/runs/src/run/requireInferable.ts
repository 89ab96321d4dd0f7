import { option, worded } from '@rnp/errors';
import { UsageError } from '../errors.js';
import type { Bookkeeping } from '../settings/bookkeeping.js';
import type { NetworkKind } from '../settings/networkKind.js';

/**
 * Sees that a run that is to infer at its end has parts to infer: before it is trained.
 *
 * @throws UsageError RNP_CONFIG
 */
export function requireInferable({ infer }: Bookkeeping, network: NetworkKind): void {
  if (infer === null || network === 'rnp') return;
  throw new UsageError(worded`network=${network} has no parts to infer; leave ${option('infer')} away`, {
    code: 'RNP_CONFIG',
  });
}
