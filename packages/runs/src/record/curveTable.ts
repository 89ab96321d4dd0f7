/** Rows of a run as they are in a file of JSON lines; numbers per level are lists. */
export type CurveRow = object & { readonly step: number; readonly seconds?: number };

/** The columns of a curve's CSV: numbers, and lists with a column for each level. */
export interface CurveTable {
  readonly columns: readonly string[];
  readonly lists: readonly string[];
  /** What stands for a list of which nothing is known; undefined where the row then does not have it. */
  readonly unknownList: null | undefined;
}

export const trainedTable: CurveTable = Object.freeze({
  columns: Object.freeze([
    'step',
    'loss',
    'ssePerImage',
    'klPerImage',
    'overlapPerImage',
    'patchPerImage',
    'gradientNorm',
    'learningRate',
    'imagesPerSecond',
    'seconds',
  ]),
  lists: Object.freeze(['purity', 'effectiveChildren', 'withoutInk']),
  unknownList: undefined,
});

export const measuredTable: CurveTable = Object.freeze({
  columns: Object.freeze(['step', 'epoch', 'ssePerImage', 'klPerImage']),
  lists: Object.freeze(['purity', 'effectiveChildren']),
  unknownList: null,
});

/** `purity` of two levels becomes purity1 and purity2, top first. */
export function headOf({ columns, lists }: CurveTable, levels: number): readonly string[] {
  return [...columns, ...lists.flatMap((name) => levelColumns(name, levels))];
}

function levelColumns(name: string, levels: number): readonly string[] {
  return Array.from({ length: levels }, (_, i) => `${name}${i + 1}`);
}

export function csvOf(head: readonly string[], rows: readonly CurveRow[]): string {
  return `${head.join(',')}\n${rows.map((row) => csvLine(head, row)).join('')}`;
}

export function csvLine(head: readonly string[], row: CurveRow): string {
  const values = numbersOf(row);
  return `${head.map((name) => values[name] ?? '').join(',')}\n`;
}

/**
 * The rows of a CSV that `csvOf` and `csvLine` have written, as they stand in the JSON lines; none of a file with other columns. Lines
 * that are damaged, and a last one that was cut off, are left out.
 */
export function rowsOfCsv(text: string, table: CurveTable, levels: number): readonly CurveRow[] {
  const head = headOf(table, levels);
  const [first, ...lines] = text.split('\n').slice(0, -1);
  if (first !== head.join(',')) return [];
  return lines.flatMap((line) => {
    const cells = line.split(',').map((cell) => (cell === '' ? null : Number(cell)));
    if (cells.length !== head.length || cells.some(Number.isNaN) || cells[0] === null) return [];
    const values = Object.fromEntries(head.map((name, i) => [name, cells[i] ?? null]));
    const lists = table.lists.flatMap((name) => {
      const list = levelColumns(name, levels).map((one) => values[one] ?? null);
      const whole = list.some((value) => value !== null) ? list : table.unknownList;
      return whole === undefined ? [] : [[name, whole]];
    });
    const row = Object.fromEntries([...table.columns.map((name) => [name, values[name]]), ...lists]);
    return [row as CurveRow];
  });
}

/** Numbers by name, those per level numbered from 1. What was no number is left out. */
export function numbersOf(row: CurveRow): Record<string, number> {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) =>
      (Array.isArray(value) ? value.map((one, i) => [`${name}${i + 1}`, one]) : [[name, value]]).filter(
        (pair) => typeof pair[1] === 'number' && Number.isFinite(pair[1]),
      ),
    ),
  );
}
