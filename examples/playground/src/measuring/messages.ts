import type { BackendName } from '@rnp/backend';
import type { MeasuredBackends, MeasuringEvent } from '@rnp/runs/bench';

/** From the page to the worker that measures; it is ended by ending the worker. */
export interface ToMeasurer {
  readonly type: 'measure';
  readonly backends: readonly BackendName[];
  /** Of each measurement. */
  readonly seconds: number;
}

/** From that worker to the page. */
export type FromMeasurer =
  | MeasuringEvent
  | ({ readonly type: 'measured' } & MeasuredBackends)
  | { readonly type: 'failed'; readonly message: string };
