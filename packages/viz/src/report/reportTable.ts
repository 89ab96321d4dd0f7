import { escapeText } from '../svg/escape.js';

/** A comparison: one row for each item, with its name in the first cell. */
export interface ReportTable {
  readonly title: string;
  readonly columns: readonly string[];
  /** Cells of each row, as many as columns. */
  readonly rows: readonly (readonly string[])[];
  readonly caption?: string;
}

/** A section of a report with a table that scrolls by itself where the screen is too narrow. */
export function tableSection({ title, columns, rows, caption }: ReportTable): string {
  const name = escapeText(title);
  const head = columns.map((column) => `<th scope="col">${escapeText(column)}</th>`).join('');
  const body = rows.map(
    ([first = '', ...rest]) =>
      `<tr><th scope="row">${escapeText(first)}</th>${rest.map((cell) => `<td>${escapeText(cell)}</td>`).join('')}</tr>`,
  );
  const words = caption === undefined ? '' : `<p class="small">${escapeText(caption)}</p>`;
  return `<section><h2>${name}</h2><div class="scroll" role="group" aria-label="${name}" tabindex="0"><table class="compare"><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>${words}</section>`;
}
