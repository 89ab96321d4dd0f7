import type { Wording } from '@rnp/errors';
import { UnrecoverableError } from 'bullmq';
import { reasonText } from '../tasks/reason.js';
import type { JobResult } from '../tasks/taskJobs.js';

/** How a task's work ended. */
export type Outcome =
  | { readonly type: 'done'; readonly result: JobResult }
  | { readonly type: 'failed'; readonly error: Error }
  | { readonly type: 'elsewhere' }
  | { readonly type: 'back' }
  | { readonly type: 'later' }
  /** This worker cannot do it, and another one may. */
  | { readonly type: 'left'; readonly reason: Wording }
  | { readonly type: 'cancelled' };

/** Failed for good: BullMQ tries such an error once. */
export const failed = (reason: Wording): Outcome => ({
  type: 'failed',
  error: new UnrecoverableError(reasonText(reason)),
});
