// h height, w width of the canvas, c channels
import { RnpError } from '@rnp/errors';
import { createDataset } from '../createDataset.js';
import type { Dataset } from '../dataset.js';
import { sceneSource } from './sceneSource.js';
import type { ScenesOptions } from './scenesOptions.js';

/** Bytes of all images in memory. */
const maxBytes = 4e9;

/**
 * Scenes with several objects, made of one data set or of several: objects placed by known affine maps on a canvas. The images are
 * made at once and held in memory; the truth about a scene, `truth(index)`, is made when it is asked for. `sceneSource` has the
 * same scenes and holds none.
 *
 * @param sources grey or in colour, light on black, all of one split: held-out scenes are made of held-out images alone
 * @returns [h, w, c]; `labels` are the numbers of objects; `truth` tells classes, places and masks
 * @throws RnpError `RNP_CONFIG` as `sceneSource`; `RNP_DATA_TOO_LARGE` for more than 4 GB of images
 * @example
 * const data = scenes([await embeddedDigits({ split: 'test' })], { count: 2, overlap: true, length: 100 });
 * data.truth(0).objects.map(({ className, box }) => [className, box]);
 */
export function scenes(
  sources: readonly Dataset[],
  options: ScenesOptions = {},
): Dataset & Required<Pick<Dataset, 'truth' | 'labels'>> {
  const source = sceneSource(sources, options);
  const { imageShape, length, recipe } = source;
  const bytes = length * imageShape[0] * imageShape[1] * imageShape[2];
  if (bytes > maxBytes) {
    throw new RnpError(
      'RNP_DATA_TOO_LARGE',
      `${length} scenes of ${imageShape.join('×')} do not fit into memory; choose fewer, a smaller canvas, or sceneSource, which holds none`,
      { path: 'options.length' },
    );
  }
  const labels = source.counts();
  const most = (recipe.options as { readonly count: readonly [number, number] }).count[1];
  const dataset = createDataset({
    name: `${sources.map(({ name }) => name).join('+')}-scenes`,
    split: sources[0]!.split,
    imageShape,
    images: source.images(Uint32Array.from({ length }, (_, index) => index)),
    labels,
    classNames: Array.from({ length: most + 1 }, (_, count) => String(count)),
    truth: source.scene,
    recipe,
  });
  return { ...dataset, labels, truth: source.scene };
}
