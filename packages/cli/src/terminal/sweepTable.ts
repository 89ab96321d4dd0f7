import type { SweepEvent } from '@rnp/runs';
import { type RunStatus, statusSummary, statusTable, statusWording } from '@rnp/runs/sweep';
import { type Terminal, visible } from '@rnp/runs/words';
import { createLogUpdate } from 'log-update';
import type { Display } from './atTerminal.js';
import { inFlags } from './inFlags.js';

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
          log(`${status.run.name}: ${inFlags(statusWording(status))}`);
        }
        if (now() - drawn < 1000 * summarySeconds) return;
        drawn = now();
        log(statusSummary(all, lanes));
      },
      log,
      stop: () => undefined,
    };
  }
  // It writes, and asks for columns and rows.
  const live = createLogUpdate(terminal as unknown as NodeJS.WritableStream);
  const draw = (): void => {
    drawn = now();
    live(statusTable(statuses, lanes, maxRows).join('\n'));
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
