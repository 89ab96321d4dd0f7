import type { Dataset } from '@rnp/datasets';
import { formatMetric } from '@rnp/viz';
import { counted } from '../words/counted.js';
import { levelNames } from './levelNames.js';

/** How many parts images need, where parts have to earn their presence. */
export interface PartFigures {
  /** The mean number of parts of a top program. */
  readonly perImage: number;
  /** The mean number of parts of an image at each level whose parts have to earn their presence, top level first. */
  readonly perLevel: readonly number[];
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
 * @param countsPerLevel of the first images of the data, one each, at least one; top level first
 */
export function partFiguresOf(
  countsPerLevel: readonly (readonly number[])[],
  { labels, classNames }: Pick<Dataset, 'labels' | 'classNames'>,
): PartFigures {
  const perLevel = countsPerLevel.map((of) => of.reduce((sum, count) => sum + count, 0) / of.length);
  const [counts, perImage] = [countsPerLevel[0]!, perLevel[0]!];
  if (labels === undefined) return { perImage, perLevel, perClass: null };
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
  return { perImage, perLevel, perClass };
}

/** With more classes a table is no longer read. */
const maxRows = 20;

/**
 * The same as rows of a table for people: name, value, unit or meaning.
 *
 * @param childrenPerLevel parts of programs that keep all, top level first
 */
export function partRows(
  { perImage, perLevel, perClass }: PartFigures,
  childrenPerLevel: readonly number[],
): readonly (readonly string[])[] {
  const names = levelNames(childrenPerLevel.length);
  const below = perLevel.slice(1).map((mean, i) => {
    const ofEach = perLevel[i] === 0 ? 0 : mean / perLevel[i]!;
    const note = `${formatMetric(ofEach)} of each of the ${names[i]}, of ${childrenPerLevel[i + 1]}`;
    return [`${names[i + 1]} per image`, formatMetric(mean), note];
  });
  const classes = perClass ?? [];
  const rows = classes.length > maxRows ? [] : classes;
  return [
    ['parts per image', formatMetric(perImage), `that earn their presence, of ${childrenPerLevel[0]}`],
    ...below,
    ...rows.map((one) => [`parts of ${one.class}`, formatMetric(one.parts), counted(one.images, 'image')]),
  ];
}
