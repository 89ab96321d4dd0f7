import { isRnpError, option, worded } from '@rnp/errors';
import { UsageError } from '../errors.js';

/** An error about a sheet that would be too large, as one about the option that says how many pictures it has; any other as it is. */
export function moreThanSheet(error: unknown, name: 'count' | 'frames', more = ''): unknown {
  if (!isRnpError(error) || error.code !== 'RNP_IMAGE_TOO_LARGE') return error;
  return new UsageError(worded`${option(name)} ${error.complaint}${more}`, {
    code: 'RNP_CONFIG',
    cause: error,
  });
}
