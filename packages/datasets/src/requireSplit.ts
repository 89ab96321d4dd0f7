import { RnpError } from '@rnp/errors';

/** @throws RnpError `RNP_CONFIG`; callers may come from JavaScript */
export function requireSplit(name: string, split: string): void {
  if (split === 'train' || split === 'test') return;
  throw new RnpError('RNP_CONFIG', `${name} has no split '${String(split)}'; choose 'train' or 'test'`);
}
