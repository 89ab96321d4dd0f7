import type { Dataset } from '@rnp/datasets';
import { formatMetric } from '@rnp/viz';
import { counted } from '../words/counted.js';

/** How many parts images need, where parts have to earn their presence. */
export interface PartFigures {
  /** The mean number of parts of a top program. */
  readonly perImage: number;
  /** Of each class that was measured, in the order of the data's classes; null for data without classes. */
  readonly perClass: readonly ClassParts[] | null;
}

export interface ClassParts {
  /** The name of the class; its number where it has none. */
  readonly class: string;
  readonly images: number;
  /** The mean number of parts. */
  readonly parts: number;
}

/**
 * The parts that images keep, as figures.
 *
 * @param counts of the first images of the data, one each, at least one
 */
export function partFiguresOf(
  counts: readonly number[],
  { labels, classNames }: Pick<Dataset, 'labels' | 'classNames'>,
): PartFigures {
  const perImage = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  if (labels === undefined) return { perImage, perClass: null };
  const sums = new Map<number, { images: number; parts: number }>();
  for (const [item, count] of counts.entries()) {
    const label = labels[item]!;
    const { images, parts } = sums.get(label) ?? { images: 0, parts: 0 };
    sums.set(label, { images: images + 1, parts: parts + count });
  }
  const perClass = [...sums]
    .sort(([a], [b]) => a - b)
    .map(([label, { images, parts }]) => ({
      class: classNames?.[label] ?? String(label),
      images,
      parts: parts / images,
    }));
  return { perImage, perClass };
}

/** With more classes a table is no longer read. */
const maxRows = 20;

/**
 * The same as rows of a table for people: name, value, unit or meaning.
 *
 * @param of parts of a program that keeps all
 */
export function partRows({ perImage, perClass }: PartFigures, of: number): readonly (readonly string[])[] {
  const classes = perClass ?? [];
  const rows = classes.length > maxRows ? [] : classes;
  return [
    ['parts per image', formatMetric(perImage), `that earn their presence, of ${of}`],
    ...rows.map((one) => [`parts of ${one.class}`, formatMetric(one.parts), counted(one.images, 'image')]),
  ];
}
