import { argumentChecks, RnpError, type RnpErrorOptions, shown } from '@rnp/errors';

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

/**
 * What a handler throws to say whether it is worth trying again.
 *
 * @example
 * throw new TaskError('NO_IMAGE', `${path} is not there`, { retry: 'elsewhere' });
 */
export class TaskError extends Error {
  override readonly name = 'TaskError';
  /** A code for programs, such as `RNP_CONFIG`. */
  readonly code: string;
  /** Whether another attempt may go better; 'elsewhere': on another worker alone. */
  readonly retry: boolean | 'elsewhere';

  /**
   * @param code for programs: A-Z 0-9 _
   * @param message for people
   * @throws QueueError `RNP_CONFIG` for a code that is none, such as a message in its place, and for other arguments that are none
   */
  constructor(
    code: string,
    message: string,
    options: { readonly retry: boolean | 'elsewhere'; readonly cause?: unknown },
  ) {
    requireTaskError(code, message, options);
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retry = options.retry;
  }
}

function requireTaskError(code: unknown, message: unknown, options: { readonly retry: unknown }): void {
  const refuse = (path: string, complaint: string): QueueError =>
    new QueueError('RNP_CONFIG', `${complaint}; write new TaskError(code, message, { retry })`, { path });
  const check = argumentChecks(refuse);
  if (typeof code !== 'string' || !/^[A-Z][A-Z0-9_]*$/.test(code))
    throw refuse('code', `must be a code for programs, such as NO_IMAGE, not ${shown(code)}`);
  check.text('message', message);
  check.options('options', options, ['retry'], ['cause']);
  check.choice('options.retry', options.retry, [true, false, 'elsewhere']);
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
