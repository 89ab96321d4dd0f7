/**
 * Whether results reproduce a figure of the paper, by conditions that anyone can read and argue about.
 *
 * `[key, '≤', bound]` compares a figure of metrics.json, every number of it if it is a list, with a bound; with a fourth entry,
 * the bound is that many times another figure, number by number.
 *
 * @typedef {readonly [key: string, comparison: '≤' | '≥', bound: number, of?: string]} Condition
 */

/**
 * @param {{ reproduced?: readonly Condition[], partly?: readonly Condition[] }} row
 * @param {Record<string, unknown>} metrics
 * @returns {'reproduced' | 'partly' | 'not' | ''} empty for what is no figure of the paper
 */
export function verdict({ reproduced, partly }, metrics) {
  if (reproduced === undefined) return '';
  if (reproduced.every((condition) => holds(condition, metrics))) return 'reproduced';
  return partly.every((condition) => holds(condition, metrics)) ? 'partly' : 'not';
}

/** The conditions that do not hold, in words: what is missing. */
export function missing(row, metrics) {
  return (row.reproduced ?? []).filter((condition) => !holds(condition, metrics)).map(words);
}

/** A condition as it is read: "`8.ratio` ≤ 1.3". */
function words([key, comparison, bound, of]) {
  return `\`${key}\` ${comparison} ${of === undefined ? bound : `${bound === 1 ? '' : `${bound} × `}\`${of}\``}`;
}

function holds([key, comparison, bound, of], metrics) {
  const values = numbers(metrics[key]);
  const scale = of === undefined ? values.map(() => 1) : numbers(metrics[of]);
  return (
    values.length > 0 &&
    values.length === scale.length &&
    values.every((value, i) => (comparison === '≤' ? value <= bound * scale[i] : value >= bound * scale[i]))
  );
}

function numbers(value) {
  return value === undefined ? [] : [value].flat(2);
}
