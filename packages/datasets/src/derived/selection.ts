import { RnpError, shown } from '@rnp/errors';
import { check, indexWithin, requireDataset } from '../checks.js';
import { type Dataset, imageSize } from '../dataset.js';
import { recipeOf } from './recipe.js';

/**
 * The images whose class the predicate accepts, in their order, copied. The predicate is called once for each class. Labels
 * and class names stay as they are, so removed classes keep their numbers.
 *
 * @throws RnpError `RNP_CONFIG` for a data set without labels, or when no image is left
 */
export function whereLabel(dataset: Dataset, takes: (label: number) => boolean): Dataset {
  requireDataset(dataset);
  check.callable('takes', takes);
  const { labels, groups, images, truth } = dataset;
  if (labels === undefined) {
    throw argument('dataset', `${dataset.name} (${dataset.split}) has no labels to choose by`);
  }
  const size = imageSize(dataset);
  const classes = [...new Set<number>(labels)].sort((a, b) => a - b).filter((label) => isTaken(takes(label)));
  const taken = new Set(classes);
  const chosen = Array.from(labels.keys()).filter((item) => taken.has(labels[item]!));
  if (chosen.length === 0) throw argument('takes', `no image of ${dataset.name} (${dataset.split}) is left`);
  const kept = new Uint8Array(chosen.length * size);
  chosen.forEach((item, to) => {
    kept.set(images.subarray(item * size, (item + 1) * size), to * size);
  });
  return {
    ...dataset,
    length: chosen.length,
    images: kept,
    labels: labels.filter((label) => taken.has(label)),
    ...(groups && { groups: groups.filter((_, item) => taken.has(labels[item]!)) }),
    ...(truth && { truth: (index: number) => truth(chosen[indexWithin(index, chosen.length)]!) }),
    recipe: recipeOf('whereLabel', 1, { classes }, [dataset]),
  };
}

/**
 * The images of these classes, by number or by name.
 *
 * @throws RnpError `RNP_CONFIG` for a class that the data set does not have; see `whereLabel`
 * @example onlyClasses(digits, [7])
 */
export function onlyClasses(dataset: Dataset, classes: readonly (number | string)[]): Dataset {
  const wanted = numbersOf(dataset, classes);
  return whereLabel(dataset, (label) => wanted.has(label));
}

/**
 * All images but those of these classes, by number or by name.
 *
 * @throws RnpError `RNP_CONFIG` for a class that the data set does not have; see `whereLabel`
 * @example withoutClasses(digits, [7]) // to train on all digits but 7
 */
export function withoutClasses(dataset: Dataset, classes: readonly (number | string)[]): Dataset {
  const unwanted = numbersOf(dataset, classes);
  return whereLabel(dataset, (label) => !unwanted.has(label));
}

function numbersOf(dataset: Dataset, classes: readonly (number | string)[]): ReadonlySet<number> {
  requireDataset(dataset);
  check.array('classes', classes);
  const { name, split, labels, classNames } = dataset;
  const present = new Set<number>(labels ?? []);
  return new Set(
    classes.map((wanted) => {
      const number = typeof wanted === 'string' ? (classNames ?? []).indexOf(wanted) : wanted;
      if (present.has(number)) return number;
      throw argument(
        'classes',
        `${name} (${split}) has no images of class ${typeof wanted === 'string' ? wanted : shown(wanted)}`,
      );
    }),
  );
}

/** A promise would be taken for yes, whatever it says in the end. */
function isTaken(answer: unknown): boolean {
  if (typeof answer === 'boolean') return answer;
  throw argument('takes()', `must answer true or false, not ${shown(answer)}`);
}

function argument(path: string, message: string): RnpError {
  return new RnpError('RNP_CONFIG', message, { path });
}
