import { DatasetError } from '../src/index.js';

/** The code of the DatasetError a call throws; anything else that is thrown passes on. */
export function codeOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof DatasetError) return error.code;
    throw error;
  }
  return 'nothing was thrown';
}

/** The DatasetError a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<DatasetError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof DatasetError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
