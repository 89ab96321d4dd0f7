import { RnpError } from '@rnp/errors';

/** RNP_DIVERGED: what a program drew is NaN or infinite, since its weights or its program are. @param what that is no number */
export function notANumber(what: string): RnpError {
  return new RnpError(
    'RNP_DIVERGED',
    `${what} holds a value that is no number: the weights or the programs hold one, or a scaleOffset is out of range`,
  );
}
