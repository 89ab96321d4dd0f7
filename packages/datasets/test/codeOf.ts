/** The code of the RnpError a call throws; anything else that is thrown passes on. */
export function codeOf(call: () => unknown): string {
  return errorOf(call)?.code ?? 'nothing was thrown';
}

/** The RnpError a call throws, or null; anything else that is thrown passes on. */
export function errorOf(call: () => unknown): RnpError | null {
  try {
    call();
  } catch (error) {
    if (error instanceof RnpError) return error;
    throw error;
  }
  return null;
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
