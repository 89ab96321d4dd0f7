import type { ZodType } from 'zod';
import { check } from '../checks.js';

/** The context of a handler, beside its payload. */
export interface TaskContext {
  readonly key: string;
  /** How often a worker took this task, from 1. */
  readonly attempt: number;
  /** Aborted with `TaskCancelled`, `LockLost` or `Stopping` as its reason: end soon, what is returned then hardly counts. */
  readonly signal: AbortSignal;
  /**
   * Tells those who watch how far it is. May be called often, is sent about twice a second, and never throws.
   *
   * @param value what JSON gives back as it was, at most 16 KiB; of other values nothing is told but why, once, to `onTrouble`
   * @param reached how far the task is for good, say the step of its last checkpoint. A worker that dies on a task may be the task's
   *   fault, and after some deaths (`maxDeaths`) it is given up; deaths are counted anew whenever `reached` grows. A handler that never
   *   gives it gets on whenever `value` changes.
   */
  progress(value: unknown, reached?: number): void;
}

/** How tasks of one kind are run. */
export interface TaskKind<P = unknown> {
  /** What a payload must be; one that is not fails its task before anything runs. */
  readonly schema: ZodType<P>;
  /**
   * Does a task and gives its result (what JSON gives back as it was, at most 1 MiB; anything else, such as NaN or a Date, fails the task). A task may be done more than once, also by two workers at a time when
   * one of them was cut off, so what it writes must come out the same.
   *
   * What it throws is tried again, three times at most, but for a `TaskError` that says otherwise: that no attempt can mend it, or that
   * another worker may be able to. A task that all workers left to others has failed.
   */
  handle(payload: P, context: TaskContext): Promise<unknown>;
}

/** A kind among kinds of other payloads; the types of its own are seen to fit here. @throws RnpError `RNP_CONFIG` */
export function taskKind<P>(kind: TaskKind<P>): TaskKind {
  requireKind('kind', kind as TaskKind);
  return kind as TaskKind;
}

/** @throws RnpError `RNP_CONFIG` unless this says how tasks are checked and done */
export function requireKind(path: string, kind: TaskKind): void {
  check.options(path, kind, ['schema', 'handle']);
  check.object(`${path}.schema`, kind.schema);
  check.callable(`${path}.schema.safeParse`, kind.schema.safeParse);
  check.callable(`${path}.handle`, kind.handle);
}
