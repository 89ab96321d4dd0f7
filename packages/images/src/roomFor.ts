import type { DecodeContext } from './decodeOptions.js';

/**
 * What is allocated for a picture.
 *
 * @throws RnpError RNP_IMAGE_TOO_LARGE when the machine has no memory for it
 */
export function roomFor<T>({ fail }: Pick<DecodeContext, 'fail'>, allocate: () => T): T {
  try {
    return allocate();
  } catch (error) {
    // By name: an error may come from another realm.
    if ((error as Error).name !== 'RangeError') throw error;
    throw fail('RNP_IMAGE_TOO_LARGE', 'needs more memory than there is. Make it smaller.', error);
  }
}
