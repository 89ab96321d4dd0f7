import { tableLines, visible, visibleJson } from '@rnp/runs/words';
import { results } from './outputs.js';

/** A line of results; text from elsewhere may be in it. */
export function printLine(line = ''): void {
  results.write(`${visible(line)}\n`);
}

/** Results of a line each, such as the files that were written. */
export function printLines(lines: readonly string[]): void {
  for (const line of lines) printLine(line);
}

/** Results as JSON, two spaces deep. */
export function printJson(value: unknown): void {
  results.write(`${visibleJson(JSON.stringify(value, null, 2))}\n`);
}

/**
 * Prints an object of which one list is too long to be kept: what is added is written at once, laid out as by `printJson`.
 *
 * @param head all fields but the list, at least one
 */
export function printJsonList(
  head: object,
  name: string,
): { readonly add: (item: unknown) => void; readonly end: () => void } {
  const indented = (value: unknown, by: string): string =>
    JSON.stringify(value, null, 2).replaceAll('\n', `\n${by}`);
  const write = (json: string): void => void results.write(visibleJson(json));
  write(`${JSON.stringify(head, null, 2).slice(0, -2)},\n  ${JSON.stringify(name)}: [`);
  let count = 0;
  return {
    add: (item) => {
      write(`${count++ === 0 ? '' : ','}\n    ${indented(item, '    ')}`);
    },
    end: () => {
      write(`${count === 0 ? '' : '\n  '}]\n}\n`);
    },
  };
}

/** Rows of cells, each column but the last one padded. */
export function printTable(table: readonly (readonly string[])[]): void {
  printLines(tableLines(table));
}
