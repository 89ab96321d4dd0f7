import { gradientRule, largestError, valueRule } from '@rnp-tools/testing/rule';

const widths = [7, 32, 7, 13, 7];

/**
 * One line of the report: how much was compared under one title, and how far off the worst of it was, as a multiple
 * of what is allowed there. What is not a number, or not of the expected size, is infinitely far off.
 */
export class Row {
  #backend;
  #title;
  #count = 0;
  #worst = 0;
  #where = '';

  constructor(backend, title) {
    this.#backend = backend;
    this.#title = title;
  }

  /** Values: each entry by its own size. `actual` may be grouped into axes otherwise than the reference. */
  values(actual, expected, where) {
    this.#compare(actual, expected, valueRule(), where);
  }

  /** A gradient: each entry by the gradient's largest. */
  gradient(actual, expected, where) {
    this.#compare(actual, expected, gradientRule(expected.data), where);
  }

  /** Single numbers, by the rule for values. */
  numbers(actual, expected, where) {
    this.#take(actual, expected, valueRule(), where);
  }

  get passed() {
    return this.#worst <= 1;
  }

  static get headings() {
    return columns(['backend', 'section', 'values', 'largest error', '', 'at']);
  }

  toString() {
    const error = Number.isFinite(this.#worst) ? this.#worst.toFixed(3) : 'infinite';
    const result = this.passed ? 'passed' : 'missed';
    return columns([this.#backend, this.#title, this.#count, error, result, this.#where]);
  }

  #compare(actual, expected, rule, where) {
    if (actual.size !== expected.data.length) {
      const found = `${where}: shape [${actual.shape}] where [${expected.shape}] is expected`;
      this.#note(Number.POSITIVE_INFINITY, found);
    } else this.#take(actual.dataSync(), expected.data, rule, where);
  }

  #take(actual, expected, rule, where) {
    this.#count += expected.length;
    const { ratio, index } = largestError(actual, expected, rule);
    this.#note(ratio, `${where}[${index}]`);
  }

  #note(ratio, where) {
    if (ratio < this.#worst || (this.#where !== '' && ratio === this.#worst)) return;
    this.#worst = ratio;
    this.#where = where;
  }
}

function columns(cells) {
  return cells
    .map((cell, i) => {
      const numeric = i === 2 || i === 3;
      return numeric ? String(cell).padStart(widths[i]) : String(cell).padEnd(widths[i] ?? 0);
    })
    .join('  ')
    .trimEnd();
}
