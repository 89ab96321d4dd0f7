import { type FileVerdict, verifyDatasets } from '@rnp/datasets/node';
import { check, checkOptions, type Look } from '../checks.js';
import { Job } from '../job.js';
import type { WorkEvent } from './useEvents.js';

/** How `verifyData` is stopped. */
export interface VerifyDataOptions {
  /** Stops, and its reason is thrown. */
  readonly signal?: AbortSignal;
}

const looks: Readonly<Record<keyof VerifyDataOptions, Look>> = Object.freeze({ signal: check.signal });

/**
 * Reads every file of every data set in the data folder, and recomputes its length and sha256. Downloads nothing.
 *
 * @returns a job; its result is a verdict per file, and bad files are no error
 * @throws RnpError RNP_CONFIG at once for an unknown option or an invalid value
 * @throws from the job: the signal's reason when it is aborted
 */
export function verifyData(options: VerifyDataOptions = {}): Job<WorkEvent, readonly FileVerdict[]> {
  checkOptions('options', options, looks);
  return new Job(
    ({ listen, signal }) =>
      verifyDatasets({
        signal,
        onFile: (of, done, total) => listen({ type: 'work', work: 'verifying', of, done, total }),
      }),
    options.signal,
  );
}
