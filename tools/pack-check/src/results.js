/** What passed and what failed, by package and check. */
export class Results {
  #checks;
  #rows = new Map();
  #failures = [];
  #passed = 0;

  constructor(checks) {
    this.#checks = checks;
  }

  /** Runs one check. Gives what it gave, or undefined when it threw. */
  async check(row, column, body) {
    if (!this.#rows.has(row)) this.#rows.set(row, new Map());
    const started = performance.now();
    try {
      const value = await body();
      this.#passed += 1;
      this.#rows.get(row).set(column, `ok ${((performance.now() - started) / 1000).toFixed(1)}s`);
      return value;
    } catch (error) {
      this.#rows.get(row).set(column, 'FAILED');
      this.#failures.push(`${row} ${column}: ${error instanceof Error ? error.message : error}`);
      return undefined;
    }
  }

  /** Prints failures, the table and the closing line. Gives the exit code. */
  print() {
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
