import { createDataset, recipeOf } from '@rnp/datasets';

/**
 * So many images of a set, evenly spread over it; all of a smaller one.
 *
 * @param {import('@rnp/datasets').Dataset} dataset
 * @param {number} count
 */
export function evenly(dataset, count) {
  if (dataset.length <= count) return dataset;
  const { images, length, labels, groups, ...data } = dataset;
  const size = images.length / length;
  const items = Array.from({ length: count }, (_, i) => Math.floor((i * length) / count));
  const taken = new images.constructor(count * size);
  items.forEach((item, i) => {
    taken.set(images.subarray(item * size, (item + 1) * size), i * size);
  });
  const of = (list) => list.filter((_, item) => items.includes(item));
  return createDataset({
    ...data,
    images: taken,
    ...(labels && { labels: of(labels) }),
    ...(groups && { groups: of(groups) }),
    recipe: recipeOf('evenly', 1, { count }, [dataset]),
  });
}
