import { argumentChecks, RnpError, type RnpErrorOptions, shown, type Wording } from '@rnp/errors';
import { isReason } from './tasks/reason.js';

export interface TaskErrorOptions extends RnpErrorOptions {
  /** Whether another attempt may go better; 'elsewhere': on another worker alone. */
  readonly retry: boolean | 'elsewhere';
}

/**
 * The error that a handler throws to say whether another attempt makes sense. Its code may be the handler's own.
 *
 * @example
 * throw new TaskError('NO_IMAGE', `${path} is not there`, { retry: 'elsewhere' });
 */
export class TaskError<Code extends string = string> extends RnpError<Code> {
  override readonly name = 'TaskError';
  readonly retry: boolean | 'elsewhere';

  /**
   * @param code for programs: A-Z 0-9 _
   * @param complaint for people; with `worded` where it speaks of options, which whoever asks for the task's status writes in a way of theirs
   * @throws RnpError `RNP_CONFIG` for an invalid code, such as a message in its place, and for other invalid arguments
   */
  constructor(code: Code, complaint: string | Wording, options: TaskErrorOptions) {
    requireTaskError(code, complaint, options);
    super(code, complaint, options);
    this.retry = options.retry;
  }
}

function requireTaskError(code: unknown, complaint: unknown, options: { readonly retry: unknown }): void {
  const refuse = (path: string, problem: string): RnpError =>
    new RnpError('RNP_CONFIG', `${problem}; write new TaskError(code, message, { retry })`, { path });
  const check = argumentChecks(refuse);
  if (typeof code !== 'string' || !/^[A-Z][A-Z0-9_]*$/.test(code))
    throw refuse('code', `must be a code for programs, such as NO_IMAGE, not ${shown(code)}`);
  if (typeof complaint !== 'string' && !isReason(complaint))
    throw refuse('message', `must be a string, or what worded makes, not ${shown(complaint)}`);
  check.options('options', options, ['retry'], ['path', 'cause']);
  check.choice('options.retry', options.retry, [true, false, 'elsewhere']);
}

/** The reason of a task's signal: no batch wants the task any more. */
export class TaskCancelled extends RnpError<'RNP_TASK_CANCELLED'> {
  override readonly name = 'TaskCancelled';

  constructor() {
    super('RNP_TASK_CANCELLED', 'the task was cancelled');
  }
}

/** Who has a task that a worker is at. */
export type Holding =
  | 'ours'
  /** Another worker has it, or has done it. */
  | 'elsewhere'
  /** It waits for a worker. */
  | 'waiting'
  /** The server does not know it any more. */
  | 'gone';

const unheard = 'this worker was not heard of for too long';

const lostWords: Readonly<Record<Exclude<Holding, 'ours'>, string>> = Object.freeze({
  elsewhere: `${unheard}, and its task went to another one`,
  waiting: `${unheard}, and its task waits in the queue again`,
  gone: 'the queue has this task no more: its server came back without it, or it was removed. Whoever wants it still has to queue it again',
});

/** The reason of a task's signal: this worker has the task no more; the result of this one does not count. */
export class LockLost extends RnpError<'RNP_LOCK_LOST'> {
  override readonly name = 'LockLost';

  constructor(holding: Exclude<Holding, 'ours'> = 'elsewhere') {
    super('RNP_LOCK_LOST', lostWords[holding]);
  }
}

/** The reason of a task's signal: the worker stops, and the task goes back to the queue. */
export class Stopping extends RnpError<'RNP_STOPPING'> {
  override readonly name = 'Stopping';

  constructor() {
    super('RNP_STOPPING', 'the worker stops; its task goes back to the queue');
  }
}
