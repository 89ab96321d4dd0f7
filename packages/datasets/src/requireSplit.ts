import { RnpError, shown } from '@rnp/errors';

/** @throws RnpError `RNP_CONFIG`; callers may come from JavaScript */
export function requireSplit(name: string, split: string): void {
  if (split === 'train' || split === 'test') return;
  throw new RnpError(
    'RNP_CONFIG',
    `${name} has no split ${typeof split === 'string' ? `'${split}'` : `that is ${shown(split)}`}; choose 'train' or 'test'`,
    { path: 'options.split' },
  );
}
