import { RnpError } from '@rnp/errors';
import { check, requireDataset } from '../checks.js';
import { createDataset } from '../createDataset.js';
import { type Dataset, imageSize, type Labels } from '../dataset.js';
import type { OneShotRun } from '../oneShotRun.js';
import { order, requireCount } from '../order.js';
import { recipeOf } from './recipe.js';

export interface OneShotRunsOptions {
  /** Number of runs. */
  readonly count: number;
  /** Classes of a run, up to 256. Default 20, as in the published runs. */
  readonly ways?: number;
  /** Selects the classes and images. Default 0. */
  readonly seed?: number;
}

/**
 * Runs of one-shot classification in the form of the published ones (`loadOmniglotOneShot`), made of any data with
 * labels, to practise on: for each run, `ways` classes of one group, and two images of each class. The images to
 * classify stand at one place in their classes, the training images at another: with Omniglot, whose drawers
 * have the same order in each class, one person drew the former and another the latter. Groups take turns; a
 * group with fewer classes is left out. Without groups, all classes are one.
 *
 * @throws RnpError `RNP_CONFIG` for data without labels, or where no group has `ways` classes of two images
 * @example oneShotRuns(await loadOmniglot({ split: 'train' }), { count: 12 })
 */
export function oneShotRuns(dataset: Dataset, options: OneShotRunsOptions): readonly OneShotRun[] {
  requireDataset(dataset);
  check.options('options', options, ['count'], ['ways', 'seed']);
  const { count, ways = 20, seed = 0 } = options;
  requireCount('options.count', count, 1);
  check.wholeNumber('options.ways', ways, 2, 256);
  requireCount('options.seed', seed, 0);
  const groups = classesOf(dataset).filter((classes) => classes.length >= ways);
  if (groups.length === 0) {
    const where = dataset.groups === undefined ? '' : ' in one group';
    throw argument('dataset', `${dataset.name} has no ${ways} classes of two images${where}`);
  }
  return Array.from({ length: count }, (_, index) => {
    const group = groups[index % groups.length]!;
    // Streams that no other run reads.
    const drawn = (length: number, stream: number): Uint32Array => order(length, seed, 3 * index + stream);
    const classes = [...drawn(group.length, 0).subarray(0, ways)].map((at) => group[at]!);
    const [tested, shown] = drawn(Math.min(...classes.map(({ length }) => length)), 1);
    const answers = Uint8Array.from(drawn(ways, 2));
    const name = `run${String(index + 1).padStart(2, '0')}`;
    const chosen = (part: string, items: readonly number[], labels: Labels): Dataset => ({
      ...taken(dataset, items, labels, classes),
      split: `${name} ${part}`,
      recipe: recipeOf('oneShotRuns', 1, { count, ways, seed, run: name, part }, [dataset]),
    });
    return {
      name,
      training: chosen(
        'training',
        classes.map((items) => items[shown!]!),
        Uint8Array.from(classes.keys()),
      ),
      test: chosen(
        'test',
        [...answers].map((answer) => classes[answer]![tested!]!),
        answers,
      ),
    };
  });
}

/** These images, with the places of their classes among `classes` as labels. */
function taken(
  dataset: Dataset,
  items: readonly number[],
  places: Labels,
  classes: readonly (readonly number[])[],
): Dataset {
  const { name, split, imageShape, labels, classNames, preprocessing } = dataset;
  const size = imageSize(dataset);
  const images = new Uint8Array(items.length * size);
  items.forEach((item, to) => {
    images.set(dataset.images.subarray(item * size, (item + 1) * size), to * size);
  });
  const nameOf = (label: number): string => classNames?.[label] ?? String(label);
  return createDataset({
    name: `${name}-one-shot`,
    split,
    imageShape,
    images,
    labels: places,
    classNames: classes.map(([item]) => nameOf(labels![item!]!)),
    ...(preprocessing && { preprocessing }),
  });
}

/** Of each group its classes that have two images or more, each the positions of its images. */
function classesOf({ labels, groups, length }: Dataset): readonly (readonly (readonly number[])[])[] {
  if (labels === undefined) throw argument('dataset', 'has no labels to choose by');
  const found = new Map<number, Map<number, number[]>>();
  for (let item = 0; item < length; item++) {
    const group = groups?.[item] ?? 0;
    const classes = found.get(group) ?? new Map<number, number[]>();
    found.set(group, classes);
    const items = classes.get(labels[item]!) ?? [];
    classes.set(labels[item]!, items);
    items.push(item);
  }
  return [...found.values()].map((classes) => [...classes.values()].filter((items) => items.length > 1));
}

function argument(path: string, complaint: string): RnpError {
  return new RnpError('RNP_CONFIG', complaint, { path });
}
