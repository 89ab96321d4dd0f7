import { areTexts, check } from '../checks.js';

/**
 * Words side by side, from the top down and then to the right.
 *
 * @param width of the terminal, in characters
 */
export function inColumns(words: readonly string[], width: number): readonly string[] {
  areTexts('words', words);
  check.number('width', width);
  const cell = Math.max(0, ...words.map((word) => word.length)) + 2;
  const columns = Math.max(1, Math.floor((width - 2) / cell));
  const rows = Math.ceil(words.length / columns);
  return Array.from({ length: rows }, (_, row) =>
    `  ${words
      .filter((_word, at) => at % rows === row)
      .map((word) => word.padEnd(cell))
      .join('')}`.trimEnd(),
  );
}
