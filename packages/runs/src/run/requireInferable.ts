import { option, worded } from '@rnp/errors';
import { UsageError } from '../errors.js';
import type { Bookkeeping } from '../settings/bookkeeping.js';
import type { NetworkKind } from '../settings/networkKind.js';

/**
 * Sees that a run that is to infer, or to learn precisions, at its end has parts to infer: before it is trained.
 *
 * @throws UsageError RNP_CONFIG
 */
export function requireInferable({ infer, precisions }: Bookkeeping, network: NetworkKind): void {
  const asked = infer !== null ? 'infer' : precisions !== null ? 'precisions' : null;
  if (asked === null || network === 'rnp') return;
  throw new UsageError(worded`network=${network} has no parts to infer; leave ${option(asked)} away`, {
    code: 'RNP_CONFIG',
  });
}
