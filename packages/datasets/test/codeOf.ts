/** The code of the RnpError a call throws; anything else that is thrown passes on. */
export function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof RnpError) return error.code;
    throw error;
  }
  return 'nothing was thrown';
}

/** The RnpError a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<RnpError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof RnpError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

import { RnpError } from '@rnp/errors';
