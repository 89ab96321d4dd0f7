import type { Dataset } from '@rnp/datasets';
import { UsageError } from '../errors.js';
import { counted } from '../words/counted.js';
import { didYouMean } from '../words/didYouMean.js';

/** The class of an image in words: its name, or `class 3` where it is called by a number; null where the data has no classes. */
export function classOf({ labels, classNames }: Dataset, index: number): string | null {
  const label = labels?.[index];
  if (label === undefined) return null;
  const name = classNames?.[label] ?? String(label);
  return /^\d+$/.test(name) ? `class ${name}` : name;
}

/**
 * Indices of images by their classes: the first image of each, and the next one where a class is named again.
 *
 * @param classes numbers or names
 * @throws UsageError when the data has no such class, or fewer images of it
 */
export function indicesOfClasses(data: Dataset, classes: readonly string[]): readonly number[] {
  const taken: number[] = [];
  for (const name of classes) {
    const label = labelOf(data, name);
    const index = data.labels!.findIndex((one, i) => one === label && !taken.includes(i));
    if (index < 0) {
      const there = taken.filter((one) => data.labels![one] === label).length;
      throw new UsageError(
        `${data.name}, split ${data.split}, has ${there === 0 ? 'no image' : `only ${counted(there, 'image')}`} of class ${name}`,
      );
    }
    taken.push(index);
  }
  return taken;
}

/** @throws UsageError */
function labelOf({ name: data, labels, classNames = [] }: Dataset, name: string): number {
  if (labels === undefined) {
    throw new UsageError(`${data} has no classes; give indices of images, without --class`);
  }
  const named = classNames.indexOf(name);
  if (named >= 0) return named;
  let last = classNames.length - 1;
  for (const label of labels) last = Math.max(last, label);
  if (/^\d+$/.test(name) && Number(name) <= last) return Number(name);
  const names = classNames.length === 0 ? '' : ', or their names';
  throw new UsageError(
    `${data} has no class ${name}; its classes are 0 to ${last}${names}${didYouMean(name, classNames)}`,
    classNames.slice(0, 50),
  );
}
