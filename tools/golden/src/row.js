import { gradient, judge, numbers, values, verdicts } from './compared.js';

const widths = [7, 32, 7, 13, 16];

/**
 * One line of the report: how much was compared under one title, and how far off the worst of it was, as a multiple
 * of what is allowed there.
 */
export class Row {
  #backend;
  #title;
  #count = 0;
  #worst = { verdict: verdicts[0], ratio: 0, where: '' };

  constructor(backend, title) {
    this.#backend = backend;
    this.#title = title;
  }

  async values(actual, expected, where) {
    this.take(await values(actual, expected, where));
  }

  async gradient(actual, expected, where) {
    this.take(await gradient(actual, expected, where));
  }

  numbers(actual, expected, where) {
    this.take(numbers(actual, expected, where));
  }

  /**
   * @param {import('./compared.js').Compared} compared
   * @param {ArrayLike<number>} [effect] what rounding the inputs does to each entry
   */
  take(compared, effect) {
    this.#count += compared.expected.data.length;
    const judged = judge(compared, effect);
    const [worse, worst] = [judged, this.#worst].map(({ verdict }) => verdicts.indexOf(verdict));
    const isWorse = worse > worst || (worse === worst && judged.ratio > this.#worst.ratio);
    if (isWorse || this.#worst.where === '') this.#worst = judged;
  }

  /** One of `verdicts`. */
  get verdict() {
    return this.#worst.verdict;
  }

  get title() {
    return this.#title;
  }

  /** The largest error of the worst verdict, as a multiple of what is allowed there. */
  get ratio() {
    return this.#worst.ratio;
  }

  get where() {
    return this.#worst.where;
  }

  static get headings() {
    return columns(['backend', 'section', 'values', 'largest error', '', 'at']);
  }

  toString() {
    const { verdict, ratio, where } = this.#worst;
    const error = Number.isFinite(ratio) ? ratio.toFixed(3) : 'infinite';
    return columns([this.#backend, this.#title, this.#count, error, verdict, where]);
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
