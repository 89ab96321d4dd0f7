import type { SweepEvent } from '@rnp/runs';
import { type RunStatus, sweepSecondsLeft } from '@rnp/runs/sweep';
import type { Terminal } from '@rnp/runs/words';
import { formatSeconds, visible } from '@rnp/runs/words';
import { formatMetric } from '@rnp/viz';
import { createLogUpdate } from 'log-update';
import type { Display } from './atTerminal.js';
import { inFlags } from './inFlags.js';
import { tableLines } from './tableLines.js';

/** Runs in the order in which they are shown where not all are. */
const shownFirst: readonly RunStatus['state'][] = [
  'running',
  'failed',
  'stopped',
  'cancelled',
  'done',
  'waiting',
];
/** Rows shown at most; the others are counted. */
const maxRows = 24;
const redrawMs = 250;
/** Where the output is no terminal, a summary this often. */
const summarySeconds = 10;

/** A table that redraws itself, a row a run; lines now and then where the output is a file or a pipe. */
export function createSweepTable(
  terminal: Terminal,
  lanes: number,
  now: () => number = () => performance.now(),
): Display<SweepEvent> {
  let statuses: readonly RunStatus[] = [];
  let drawn = Number.NEGATIVE_INFINITY;
  const known = new Map<string, RunStatus['state']>();
  const log = (line: string): void => void terminal.write(`${visible(line)}\n`);
  if (terminal.isTTY !== true) {
    return {
      show: (event) => {
        if (event.type === 'note') return log(inFlags(event.wording));
        const all = event.statuses;
        const news = all.filter(({ run, state }) => (known.get(run.name) ?? 'waiting') !== state);
        for (const status of news) {
          known.set(status.run.name, status.state);
          log(`${status.run.name}: ${lineOf(status)}`);
        }
        if (now() - drawn < 1000 * summarySeconds) return;
        drawn = now();
        log(summaryOf(all, lanes));
      },
      log,
      stop: () => undefined,
    };
  }
  // It writes, and asks for columns and rows.
  const live = createLogUpdate(terminal as unknown as NodeJS.WritableStream);
  const draw = (): void => {
    drawn = now();
    live(tableText(statuses, lanes));
  };
  const logAbove = (line: string): void => {
    live.clear();
    log(line);
    draw();
  };
  return {
    show: (event) => {
      if (event.type === 'note') return logAbove(inFlags(event.wording));
      statuses = event.statuses;
      if (now() - drawn >= redrawMs) draw();
    },
    log: logAbove,
    stop: () => {
      if (statuses.length > 0) draw();
      live.done();
      statuses = [];
    },
  };
}

/** The table as text: what runs and what failed first, then what is done, then what waits. */
export function tableText(statuses: readonly RunStatus[], lanes: number): string {
  const sorted = [...statuses].sort((a, b) => shownFirst.indexOf(a.state) - shownFirst.indexOf(b.state));
  const shown = new Set(sorted.slice(0, maxRows));
  const rows = statuses.filter((status) => shown.has(status)).map(cellsOf);
  const table = [['run', 'step', 'SSE', 'purity', 'left'], ...rows];
  const lines = tableLines(table, (column) => column > 0);
  const rest = statuses.length - rows.length;
  return [...lines, ...(rest > 0 ? [`… and ${rest} more`] : []), summaryOf(statuses, lanes)].join('\n');
}

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

function lineOf({ state, metrics, reason, wording }: RunStatus): string {
  if (metrics !== null) return `done, SSE ${formatMetric(metrics.ssePerImage)}`;
  return reason === null ? state : `${state}: ${inFlags(wording ?? reason)}`;
}

/** How many runs are where, and how long the rest takes if it goes on as so far. */
export function summaryOf(statuses: readonly RunStatus[], lanes: number): string {
  const counts = new Map<string, number>();
  for (const { state } of statuses) counts.set(state, (counts.get(state) ?? 0) + 1);
  const left = sweepSecondsLeft(statuses, lanes);
  return [
    ...['done', 'running', 'waiting', 'failed', 'stopped', 'cancelled'].flatMap((state) =>
      counts.has(state) ? [`${counts.get(state)} ${state}`] : [],
    ),
    ...(left === null ? [] : [`about ${formatSeconds(left)} left`]),
  ].join(' · ');
}
