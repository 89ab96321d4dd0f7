import { withPart } from './marked.js';
import { resultsBlock } from './resultsBlock.js';
import { rows } from './rows.js';
import { table } from './table.js';

/**
 * Every page that says what results say, as it should be.
 *
 * @param {(example: string) => Record<string, unknown> | null} metricsOf the committed metrics.json of an example
 * @param {(path: string) => string} read a page by its path in the repository
 * @returns {{ path: string, is: string, should: string }[]}
 * @throws Error when a page has lost the marks between which the results stand
 */
export function resultPages(metricsOf, read) {
  const examples = [...new Set(rows.map(({ example }) => example))].filter(
    (name) => metricsOf(name) !== null,
  );
  const parts = [
    ['docs/reproduction.md', table(metricsOf)],
    ...examples.map((name) => [
      `examples/${name}/README.md`,
      resultsBlock(
        rows.filter(({ example }) => example === name),
        metricsOf(name),
      ),
    ]),
  ];
  return parts.map(([path, part]) => {
    const is = read(path);
    return { path, is, should: withPart(is, part, path) };
  });
}
