/** Where output goes to a file, a line is written only this often. */
const logSeconds = 30;
const cells = 24;

/**
 * One line on stderr that redraws itself; plain lines now and then where the output is a file.
 *
 * @param {{ write(text: string): unknown, isTTY?: boolean, columns?: number }} terminal
 */
export function createProgressBar(terminal, now = () => performance.now() / 1000) {
  let last = Number.NEGATIVE_INFINITY;
  let line = '';
  const draw = () => terminal.write(`\r\u001b[2K${line}`);
  return {
    /** @param {number} share in [0, 1] @param {readonly string[]} details */
    update(share, details) {
      const filled = Math.round(Math.min(1, Math.max(0, share)) * cells);
      const bar = '█'.repeat(filled) + '░'.repeat(cells - filled);
      if (terminal.isTTY) {
        line = `${bar} ${details.join(' · ')}`.slice(0, (terminal.columns ?? 100) - 1);
        draw();
      } else if (now() - last >= logSeconds) {
        last = now();
        terminal.write(`${Math.floor(100 * share)} % · ${details.join(' · ')}\n`);
      }
    },
    /** A line of its own, above the bar. */
    log(text) {
      terminal.write(terminal.isTTY && line !== '' ? `\r\u001b[2K${text}\n${line}` : `${text}\n`);
    },
    stop() {
      if (terminal.isTTY && line !== '') terminal.write('\r\u001b[2K');
      line = '';
    },
  };
}
