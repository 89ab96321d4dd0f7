import type { Wording } from '@rnp/errors';
import type { DataEvent } from '../events.js';
import type { RunMetrics } from '../record/metrics.js';
import type { RunEvent } from '../run/events.js';
import type { RunTask } from './task.js';

/** To the process of a run. */
export type ToRun =
  | { readonly type: 'run'; readonly task: RunTask; readonly dir: string; readonly overwrite: boolean }
  | { readonly type: 'stop' };

/** From the process of a run. */
export type FromRun = Exclude<RunEvent, DataEvent> | RunEnd;

/** The last thing a run's process says. */
export type RunEnd =
  | { readonly type: 'finished'; readonly metrics: RunMetrics; readonly warnings: readonly string[] }
  | { readonly type: 'stopped'; readonly step: number; readonly steps: number }
  | { readonly type: 'failed'; readonly code: string; readonly wording: Wording };
