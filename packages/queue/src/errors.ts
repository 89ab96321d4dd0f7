import { RnpError, type RnpErrorOptions } from '@rnp/errors';

export type QueueErrorCode =
  /** An address, option or name that cannot work. */
  | 'RNP_CONFIG'
  /** A batch or task that cannot be queued: its key, its payload, two tasks of one key. */
  | 'RNP_QUEUE_TASK'
  /** What the server keeps of a batch is damaged. */
  | 'RNP_QUEUE_RECORD'
  /** The server does not answer, or does not let us in. */
  | 'RNP_QUEUE';

/** What went wrong with the queue; the message says what to do, and never holds a secret. */
export class QueueError extends RnpError<QueueErrorCode> {
  override readonly name = 'QueueError';

  constructor(code: QueueErrorCode, complaint: string, options: RnpErrorOptions = {}) {
    super(code, complaint, options);
  }
}

/** What a handler throws to say whether it is worth trying again. */
export class TaskError extends Error {
  override readonly name = 'TaskError';
  /** A code for programs, such as `RNP_CONFIG`. */
  readonly code: string;
  /** Whether another attempt may go better; 'elsewhere': on another worker alone. */
  readonly retry: boolean | 'elsewhere';

  constructor(
    code: string,
    message: string,
    options: { readonly retry: boolean | 'elsewhere'; readonly cause?: unknown },
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retry = options.retry;
  }
}

/** The reason of a task's signal: no batch wants the task any more. */
export class TaskCancelled extends Error {
  override readonly name = 'TaskCancelled';
  readonly code = 'RNP_TASK_CANCELLED';

  constructor() {
    super('the task was cancelled');
  }
}

/** The reason of a task's signal: another worker has the task now, and this one's result would not count. */
export class LockLost extends Error {
  override readonly name = 'LockLost';
  readonly code = 'RNP_LOCK_LOST';

  constructor() {
    super('this worker was not heard of for too long, and its task went to another one');
  }
}

/** The reason of a task's signal: the worker stops, and the task goes back to the queue. */
export class Stopping extends Error {
  override readonly name = 'Stopping';
  readonly code = 'RNP_STOPPING';

  constructor() {
    super('the worker stops; its task goes back to the queue');
  }
}
