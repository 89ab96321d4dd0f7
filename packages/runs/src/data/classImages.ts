import type { Dataset } from '@rnp/datasets';
import { option, worded } from '@rnp/errors';
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
 * @param classes all by name, or all by number; a word that could be both is a name where all are
 * @param onChoice told of a class that the other reading would have made another one
 * @throws UsageError when the data has no such class, or fewer images of it, or some are given by name and some by number
 */
export function indicesOfClasses(
  data: Dataset,
  classes: readonly string[],
  onChoice?: (line: string) => void,
): readonly number[] {
  const labels = labelsOf(data, classes, onChoice);
  const taken: number[] = [];
  for (const [at, label] of labels.entries()) {
    const index = data.labels!.findIndex((one, i) => one === label && !taken.includes(i));
    if (index < 0) {
      const there = taken.filter((one) => data.labels![one] === label).length;
      throw new UsageError(
        `${data.name}, split ${data.split}, has ${there === 0 ? 'no image' : `only ${counted(there, 'image')}`} of class ${classes[at]}`,
      );
    }
    taken.push(index);
  }
  return taken;
}

/** @throws UsageError */
function labelsOf(
  { name: data, labels, classNames = [] }: Dataset,
  classes: readonly string[],
  onChoice?: (line: string) => void,
): readonly number[] {
  if (labels === undefined) {
    throw new UsageError(worded`${data} has no classes; give indices of images, without ${option('class')}`);
  }
  let last = classNames.length - 1;
  for (const label of labels) last = Math.max(last, label);
  const readings = classes.map((given) => readingsOf(given, classNames, last));
  const none = classes.find((_, i) => readings[i]!.named === null && readings[i]!.numbered === null);
  if (none !== undefined) {
    const names = classNames.length === 0 ? '' : ', or their names';
    throw new UsageError(
      `${data} has no class ${none}; its classes are 0 to ${last}${names}${didYouMean(none, classNames)}`,
      { choices: classNames.slice(0, maxListed) },
    );
  }
  const byName = readings.every(({ named }) => named !== null);
  if (!byName && readings.some(({ numbered }) => numbered === null)) {
    const name = classes.find((_, i) => readings[i]!.numbered === null);
    const number = classes.find((_, i) => readings[i]!.named === null);
    throw new UsageError(
      `${name} is the name of a class of ${data} and ${number} the number of one; give all by name or all by number`,
      { choices: classNames.slice(0, maxListed).map((one, i) => `${i} ${one}`) },
    );
  }
  for (const [i, { named, numbered }] of readings.entries()) {
    if (named === null || numbered === null || named === numbered) continue;
    const called = classNames[numbered] === undefined ? '' : `, of the class called ${classNames[numbered]}`;
    onChoice?.(
      byName
        ? `${classes[i]} is taken as a name, of the class with number ${named}`
        : `${classes[i]} is taken as a number${called}`,
    );
  }
  return readings.map(({ named, numbered }) => (byName ? named! : numbered!));
}

/** More classes than this no message lists. */
const maxListed = 50;

/** The labels that a word may mean, as a class's name and as its number. */
interface Readings {
  readonly named: number | null;
  readonly numbered: number | null;
}

function readingsOf(given: string, classNames: readonly string[], last: number): Readings {
  const named = classNames.indexOf(given);
  const isNumber = /^\d+$/.test(given) && Number(given) <= last;
  return { named: named < 0 ? null : named, numbered: isNumber ? Number(given) : null };
}
