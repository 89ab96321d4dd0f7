import { check, isCount } from '../checks.js';
import { isOver, type RunStatus } from './status.js';

/**
 * The seconds that the rest of a sweep takes, if it continues at its speed so far. Null if nothing is left,
 * or if no run has reported yet.
 *
 * @param lanes number of runs at a time
 * @throws RnpError RNP_CONFIG for invalid statuses
 */
export function sweepSecondsLeft(statuses: readonly RunStatus[], lanes: number): number | null {
  check.list('statuses', statuses, requireTimes);
  isCount('lanes', lanes);
  if (statuses.every(isOver)) return null;
  const whole = wholeRun(statuses);
  if (whole === null) return null;
  // One that has just begun has told nothing yet, and has all before it.
  const ends = statuses.flatMap(({ state, soFar }) =>
    state === 'running' ? [soFar?.secondsLeft ?? whole] : [],
  );
  while (ends.length < lanes) ends.push(0);
  // Each that waits goes to the lane that is free first.
  for (const { state } of statuses) {
    if (state !== 'waiting') continue;
    const first = ends.indexOf(Math.min(...ends));
    ends[first] = ends[first]! + whole;
  }
  return Math.max(...ends);
}

/** What the time left is judged by: without it the answer would be NaN. */
function requireTimes(path: string, status: unknown): void {
  check.object(path, status);
  const { state, metrics, soFar } = status as RunStatus;
  check.text(`${path}.state`, state);
  if (metrics !== null) {
    check.object(`${path}.metrics`, metrics);
    check.number(`${path}.metrics.seconds`, metrics.seconds);
  }
  if (soFar === null) return;
  check.object(`${path}.soFar`, soFar);
  for (const name of ['step', 'steps', 'secondsLeft'] as const)
    check.number(`${path}.soFar.${name}`, soFar[name]);
}

/** Seconds of a whole run: judged by those at work, or else by those that are done; null while there is nothing to judge by. */
function wholeRun(statuses: readonly RunStatus[]): number | null {
  const atWork = statuses.flatMap(({ state, soFar }) =>
    state === 'running' && soFar !== null && soFar.step < soFar.steps
      ? [(soFar.secondsLeft * soFar.steps) / (soFar.steps - soFar.step)]
      : [],
  );
  const done = statuses.flatMap(({ metrics }) => (metrics === null ? [] : [metrics.seconds]));
  const told = atWork.length > 0 ? atWork : done;
  return told.length === 0 ? null : told.reduce((sum, seconds) => sum + seconds, 0) / told.length;
}
