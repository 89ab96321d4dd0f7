import { createDataset, recipeOf } from '@rnp/datasets';

/**
 * Every second image: the half to learn from and the half to measure on, of sets that are sorted. Of Omniglot, where 20
 * people drew each character, those are the same characters by ten people each.
 *
 * @param {import('@rnp/datasets').Dataset} data
 * @param {0 | 1} first
 * @throws RnpError RNP_DATA_MISMATCH when no image is left
 */
export function everySecond(dataset, first) {
  const { images, length, labels, groups, ...data } = dataset;
  const size = images.length / length;
  const taken = (_, item) => item % 2 === first;
  return createDataset({
    ...data,
    images: images.filter((_, at) => taken(null, Math.floor(at / size))),
    ...(labels && { labels: labels.filter(taken) }),
    ...(groups && { groups: groups.filter(taken) }),
    recipe: recipeOf('everySecond', 1, { first }, [dataset]),
  });
}
