/** What passed and what failed, by package and check. */
export class Results {
  #checks;
  #rows = new Map();
  #failures = [];
  #skips = [];
  #notes = [];
  #passed = 0;

  constructor(checks) {
    this.#checks = checks;
  }

  /** Runs one check. Gives what it gave, or undefined when it threw. */
  async check(row, column, body) {
    const cells = this.#row(row);
    const started = performance.now();
    try {
      const value = await body();
      this.#passed += 1;
      cells.set(column, `ok ${((performance.now() - started) / 1000).toFixed(1)}s`);
      return value;
    } catch (error) {
      cells.set(column, 'FAILED');
      this.#failures.push(`${row} ${column}: ${error instanceof Error ? error.message : error}`);
      return undefined;
    }
  }

  /** A line to be printed before the table. */
  note(text) {
    this.#notes.push(text);
  }

  /** Says that a check was not made, and why; never a pass. */
  skip(row, column, why) {
    this.#row(row).set(column, 'skipped');
    this.#skips.push(`${row} ${column}: ${why}`);
  }

  #row(row) {
    if (!this.#rows.has(row)) this.#rows.set(row, new Map());
    return this.#rows.get(row);
  }

  /** Prints failures, the table and the closing line. Gives the exit code. */
  print() {
    for (const line of [...this.#notes, ...this.#skips]) console.log(line);
    for (const failure of this.#failures) console.log(`${failure}\n`);
    const table = [['package', ...this.#checks]];
    for (const [row, cells] of this.#rows) table.push([row, ...this.#checks.map((c) => cells.get(c) ?? '-')]);
    const widths = table[0].map((_, column) => Math.max(...table.map((line) => line[column].length)));
    for (const line of table)
      console.log(
        line
          .map((cell, i) => cell.padEnd(widths[i]))
          .join('  ')
          .trimEnd(),
      );
    console.log(`${this.#passed} passed, ${this.#failures.length} failed`);
    return this.#failures.length > 0 ? 1 : 0;
  }
}
