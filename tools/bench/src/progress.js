import { formatSeconds } from '@rnp/runs/words';

const cells = 24;
/** Where output goes to a file, a line is written only this often. */
const logMs = 20_000;

/**
 * A bar on stderr over a whole run, weighed by how long each measurement takes.
 *
 * @param {{ write: (text: string) => unknown, isTTY?: boolean, columns?: number }} terminal
 * @param {readonly number[]} weights expected seconds of each measurement, in order
 */
export function createProgress(terminal, weights, now = () => performance.now()) {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const begun = now();
  let logged = Number.NEGATIVE_INFINITY;
  let shown = false;
  const draw = (title, share) => {
    const left =
      share > 0.01 ? ` · about ${formatSeconds((((now() - begun) / share) * (1 - share)) / 1000)} left` : '';
    const text = `${String(Math.floor(100 * share)).padStart(3)} % · ${title}${left}`;
    if (terminal.isTTY) {
      const filled = Math.round(share * cells);
      const bar = '█'.repeat(filled) + '░'.repeat(cells - filled);
      terminal.write(`\r\u001b[2K${`${bar} ${text}`.slice(0, (terminal.columns ?? 100) - 1)}`);
      shown = true;
    } else if (now() - logged >= logMs) {
      logged = now();
      terminal.write(`${text}\n`);
    }
  };
  return {
    /** @param {number} index of the measurement under way; @param {number} share of it that is done */
    update: (index, title, share) => {
      const before = weights.slice(0, index).reduce((sum, weight) => sum + weight, 0);
      const done = before + weights[index] * Math.min(1, Math.max(0, share));
      draw(title, total > 0 ? done / total : 1);
    },
    /** Writes a line of its own. */
    log: (line) => void terminal.write(`${terminal.isTTY && shown ? '\r\u001b[2K' : ''}${line}\n`),
    stop: () => {
      if (terminal.isTTY && shown) terminal.write('\r\u001b[2K');
    },
  };
}
