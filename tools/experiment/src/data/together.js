import { createDataset, recipeOf } from '@rnp/datasets';
import { RnpError } from '@rnp/errors';

/**
 * The images of both, to train on; without labels, whose numbers mean other classes in each.
 *
 * @param {import('@rnp/datasets').Dataset} one
 * @param {import('@rnp/datasets').Dataset} other
 * @throws RnpError RNP_CONFIG when their images are of different shapes
 */
export function together(one, other) {
  if (String(one.imageShape) !== String(other.imageShape)) {
    throw new RnpError(
      'RNP_CONFIG',
      `${one.name} has [${one.imageShape}] images and ${other.name} [${other.imageShape}]; resize those of one`,
    );
  }
  const images = new Uint8Array(one.images.length + other.images.length);
  images.set(one.images);
  images.set(other.images, one.images.length);
  const both = (key) => [...new Set([one[key], other[key]])].join(' and ');
  return createDataset({
    name: both('name'),
    split: both('split'),
    imageShape: one.imageShape,
    images,
    recipe: recipeOf('together', 1, {}, [one, other]),
  });
}
