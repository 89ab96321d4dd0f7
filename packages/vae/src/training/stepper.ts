import type { TrainingState } from './trainingState.js';

/** Whether a run is to stop, looked at between steps: an abort, or that its model has been disposed of. */
export type StopSign = Pick<AbortSignal, 'aborted'>;

/**
 * Takes the steps of a run and owns what they change; one is on the calling thread, one hands them to
 * workers. The model's weights are those after the last step whenever no `run` is under way.
 */
export interface Stepper {
  /** Steps done. */
  readonly step: number;
  /**
   * Takes steps until `until` of them are done. After a stop it resolves as soon as it can; what was begun is
   * finished. Between steps the event loop turns.
   */
  run(until: number, stop: StopSign): Promise<void>;
  /** Reports of the steps since the last call, each the loss terms and the gradient norm (`reportNames`). */
  reports(): Promise<readonly ArrayLike<number>[]>;
  /** Every loss up to now was a number. */
  confirm(): void;
  /** Puts the last good weights back into the model and returns their step. */
  restore(): number;
  /** All that the next step needs, alive until the next call of any method. */
  state(): TrainingState;
  /** Frees all but the model's weights, and ends a `run` under way; more than once does no harm. */
  dispose(): Promise<void>;
}
