import { type Wording, worded } from '@rnp/errors';
import { formatMetric } from '@rnp/viz';
import { check, type Look, orNull } from '../checks.js';
import { formatSeconds } from '../words/formatSeconds.js';
import { tableLines } from '../words/tableLines.js';
import { isOver, type RunStatus } from './status.js';
import { sweepSecondsLeft } from './timeLeft.js';

/** Runs in the order in which they are shown where not all are. */
const shownFirst: readonly RunStatus['state'][] = [
  'running',
  'failed',
  'stopped',
  'cancelled',
  'done',
  'waiting',
];

/** In the order in which they are counted. */
const counted: readonly RunStatus['state'][] = [
  'done',
  'running',
  'waiting',
  'failed',
  'stopped',
  'cancelled',
];

/**
 * A sweep as lines for a terminal: a row a run, and the summary.
 *
 * @param lanes runs at a time
 * @param maxRows runs shown at most, first those that run and that failed; the others are counted. Default: all
 */
export function statusTable(
  statuses: readonly RunStatus[],
  lanes: number,
  maxRows: number = Number.MAX_SAFE_INTEGER,
): readonly string[] {
  requireStatuses(statuses);
  check.wholeNumber('maxRows', maxRows, 0);
  const sorted = [...statuses].sort((a, b) => shownFirst.indexOf(a.state) - shownFirst.indexOf(b.state));
  const shown = new Set(sorted.slice(0, maxRows));
  const rows = statuses.filter((status) => shown.has(status)).map(cellsOf);
  const lines = tableLines([['run', 'step', 'SSE', 'purity', 'left'], ...rows], (column) => column > 0);
  const rest = statuses.length - rows.length;
  return [...lines, ...(rest > 0 ? [`… and ${rest} more`] : []), statusSummary(statuses, lanes)];
}

/** How many runs are where, and how long the rest takes if it goes on as so far. @param lanes runs at a time */
export function statusSummary(statuses: readonly RunStatus[], lanes: number): string {
  requireStatuses(statuses);
  const left = sweepSecondsLeft(statuses, lanes);
  const counts = counted.map(
    (state) => [statuses.filter((one) => one.state === state).length, state] as const,
  );
  return [
    ...counts.filter(([count]) => count > 0).map(([count, state]) => `${count} ${state}`),
    ...(left === null ? [] : [`about ${formatSeconds(left)} left`]),
  ].join(' · ');
}

/** The status of one run: its error when it is done, or why it failed. */
export function statusWording(status: RunStatus): Wording {
  isStatus('status', status);
  const { state, metrics, reason, wording } = status;
  if (metrics !== null) return [`done, SSE ${formatMetric(metrics.ssePerImage)}`];
  return reason === null ? [state] : worded`${state}: ${wording ?? reason}`;
}

function requireStatuses(statuses: readonly RunStatus[]): void {
  check.list('statuses', statuses, isStatus);
}

const isStatus: Look = (path, status) => {
  // It looks at the state.
  isOver(status as RunStatus);
  const { run, soFar, metrics } = status as RunStatus;
  check.object(`${path}.run`, run);
  check.text(`${path}.run.name`, run.name);
  orNull(check.object)(`${path}.soFar`, soFar);
  orNull(check.object)(`${path}.metrics`, metrics);
};

function cellsOf({ run, state, soFar, metrics }: RunStatus): readonly string[] {
  const row = (
    step: string,
    one: { ssePerImage: number; purity?: readonly number[] | null },
    left: string,
  ) => [run.name, step, formatMetric(one.ssePerImage), one.purity ? formatMetric(one.purity) : '', left];
  if (state === 'done' && metrics !== null) return row(`${metrics.steps}`, metrics, 'done');
  if (soFar === null) return [run.name, '', '', '', state];
  const left = state === 'running' ? formatSeconds(soFar.secondsLeft) : state;
  return row(`${soFar.step}/${soFar.steps}`, soFar, left);
}
