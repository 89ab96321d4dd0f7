import { visible } from './visible.js';

/** The part of a terminal that bars and tables need, as a stream of standard output or standard error has it. */
export interface Terminal {
  write(text: string): unknown;
  /** Whether it is a terminal; false for a file or a pipe. */
  readonly isTTY?: boolean;
  /** Its width in characters. Default 100. */
  readonly columns?: number;
  readonly rows?: number;
}

/** A progress bar. */
export interface ProgressBar {
  /** Shows the progress. @param share in [0, 1] */
  update(share: number, details: readonly string[]): void;
  /** Writes a line above the bar. */
  log(line: string): void;
  /** Leaves the last state and ends the line. */
  stop(): void;
}

/** On a terminal that is no TTY a line is written only this often, so that logs stay short. */
const logSeconds = 10;
const barCells = 24;

/**
 * Makes a progress bar: one line that redraws itself on a terminal, and a plain line every 10 seconds in a
 * file or a pipe.
 *
 * @param now the time in seconds. Default: the clock
 */
export function createProgressBar(
  terminal: Terminal,
  now: () => number = () => performance.now() / 1000,
): ProgressBar {
  let last = Number.NEGATIVE_INFINITY;
  let line = '';
  /** What was told to be whole last. */
  let whole: string | undefined;
  const tty = terminal.isTTY === true;
  const draw = (): void => void terminal.write(`\r\u001b[2K${line}`);
  return {
    update: (share, details) => {
      const shown = visible(details.join(' · '));
      line = fit(`${bar(share)} ${shown}`, terminal.columns ?? 100);
      if (tty) draw();
      else if (share >= 1 ? details[0] !== whole : now() - last >= logSeconds) {
        last = now();
        // It may be told again, with other words beside it, such as a rate.
        whole = share >= 1 ? details[0] : undefined;
        terminal.write(`${Math.round(100 * share)} % · ${shown}\n`);
      }
    },
    log: (text) => {
      terminal.write(`${tty ? '\r\u001b[2K' : ''}${visible(text)}\n`);
      if (tty && line !== '') draw();
    },
    stop: () => {
      if (tty && line !== '') terminal.write('\n');
      line = '';
    },
  };
}

function bar(share: number): string {
  const filled = Math.round(Math.min(1, Math.max(0, share)) * barCells);
  return `${'█'.repeat(filled)}${'░'.repeat(barCells - filled)}`;
}

function fit(line: string, columns: number): string {
  return line.length <= columns - 1 ? line : `${line.slice(0, columns - 2)}…`;
}
