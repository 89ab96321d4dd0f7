import { describe, expect, test } from '@jest/globals';
import { createProgressBar, formatSeconds, type Terminal } from '../../src/words/index.js';

/** A terminal that can be looked at: the lines it shows, the last one still open. */
class Screen implements Terminal {
  readonly lines: string[] = [''];
  constructor(
    readonly isTTY: boolean,
    readonly columns = 60,
  ) {}

  write(text: string): void {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is how a terminal is told to clear a line
    for (const piece of text.split(/(\r\u001b\[2K|\n)/)) {
      if (piece === '\n') this.lines.push('');
      else if (piece.startsWith('\r')) this.lines[this.lines.length - 1] = '';
      else this.lines[this.lines.length - 1] += piece;
    }
  }
}

describe('progress bar', () => {
  test('redraws one line on a terminal', () => {
    const screen = new Screen(true);
    const bar = createProgressBar(screen);
    bar.update(0.25, ['step 1/4']);
    bar.update(0.5, ['step 2/4', 'SSE 20']);
    expect(screen.lines).toEqual([`${'█'.repeat(12)}${'░'.repeat(12)} step 2/4 · SSE 20`]);
    bar.stop();
    expect(screen.lines).toHaveLength(2);
    bar.stop();
    expect(screen.lines).toHaveLength(2);
  });

  test('writes messages above the bar', () => {
    const screen = new Screen(true);
    const bar = createProgressBar(screen);
    bar.update(1, ['done']);
    bar.log('warning: copies');
    expect(screen.lines).toEqual(['warning: copies', `${'█'.repeat(24)} done`]);
  });

  test('stays within the width of the terminal', () => {
    const screen = new Screen(true, 30);
    createProgressBar(screen).update(0, ['a long line that does not fit']);
    expect(screen.lines[0]).toHaveLength(29);
    expect(screen.lines[0]).toMatch(/…$/);
  });

  test('writes a line now and then where there is no terminal', () => {
    const screen = new Screen(false);
    let clock = 0;
    const bar = createProgressBar(screen, () => clock);
    for (clock = 0; clock < 25; clock++) bar.update(clock / 25, [`step ${clock}`]);
    bar.update(1, ['step 25']);
    bar.stop();
    expect(screen.lines).toEqual(['0 % · step 0', '40 % · step 10', '80 % · step 20', '100 % · step 25', '']);
  });

  test('says once that all is done, whatever changes beside it', () => {
    const screen = new Screen(false);
    const bar = createProgressBar(screen, () => 0);
    bar.update(1, ['3/3 images', '0.8 images/s']);
    bar.update(1, ['3/3 images', '0.6 images/s']);
    bar.update(1, ['writing 2/2']);
    bar.update(0.5, ['3/6 images', '1.2 images/s']);
    bar.update(1, ['6/6 images', '1.2 images/s']);
    bar.stop();
    expect(screen.lines).toEqual([
      '100 % · 3/3 images · 0.8 images/s',
      '100 % · writing 2/2',
      '100 % · 6/6 images · 1.2 images/s',
      '',
    ]);
  });

  test('formats times', () => {
    expect([0, 59.6, 83, 3605].map(formatSeconds)).toEqual(['0:00', '1:00', '1:23', '1:00:05']);
  });
});
