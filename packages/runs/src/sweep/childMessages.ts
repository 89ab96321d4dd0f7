import type { RunMetrics } from '../run/metrics.js';
import type { TrainedSoFar } from '../run/runProgress.js';
import type { RunTask } from './runTask.js';

/** To the process of a run. */
export type ToRun =
  | { readonly type: 'run'; readonly task: RunTask; readonly dir: string; readonly overwrite: boolean }
  | { readonly type: 'stop' };

/** From the process of a run. */
export type FromRun =
  | { readonly type: 'trained'; readonly soFar: TrainedSoFar }
  | { readonly type: 'measuring'; readonly done: number; readonly of: number }
  | { readonly type: 'saved'; readonly step: number }
  | { readonly type: 'say'; readonly line: string }
  | RunEnd;

/** The last thing a run's process says. */
export type RunEnd =
  | { readonly type: 'finished'; readonly metrics: RunMetrics; readonly warnings: readonly string[] }
  | { readonly type: 'stopped'; readonly step: number; readonly steps: number }
  | { readonly type: 'failed'; readonly code: string; readonly message: string };
