import { option, worded } from '@rnp/errors';
import { figureSvg, partsFigure } from '@rnp/viz';
import { check, checkOptions, isCount, isWord, type Look } from '../checks.js';
import { UsageError } from '../errors.js';
import { blendedWholes, type Combination, requireParts, swappedPart } from '../explain/combination.js';
import { partsExample } from '../explain/explain.js';
import { rasterOf, scaleFor } from '../explain/rasters.js';
import { Job } from '../job.js';
import { readModelImages } from '../models/modelImages.js';
import { requireRnp } from '../models/openModel.js';
import { destinationOf } from '../outputs/destinationOf.js';
import { drawingFiles } from '../outputs/drawingFiles.js';
import { writeOutputs } from '../outputs/writeOutputs.js';
import { listenersOf, type UseEvent } from './useEvents.js';
import {
  imageLooks,
  outputLooks,
  type UsedImages,
  type UseOptions,
  type UseOutputs,
  useLooks,
} from './useLooks.js';
import { withModel } from './withModel.js';

/** How `combineImages` combines. */
export interface CombineOptions extends UseOptions, UsedImages, UseOutputs {
  /**
   * Path of the part of the first image that is replaced, from the top down, each number from 1. Default:
   * none; the mean of both images is drawn.
   */
  readonly part?: readonly number[];
  /** Path of the part of the second image that replaces it. Default: the same as `part`. */
  readonly with?: readonly number[];
  /** Weight of the second image in the mean, 0 to 1. Default 0.5. */
  readonly share?: number;
}

/** The result of `combineImages`. */
export interface CombineEnd {
  readonly combination: Combination;
  /** The files that were written. */
  readonly paths: readonly string[];
}

/** The endings of files that a combination can be written as. */
export const combinationEndings: readonly string[] = Object.freeze(['.svg', '.png', '.json']);

const isPart: Look = (path, value) => check.list(path, value, isCount);

const looks: Readonly<Record<keyof CombineOptions, Look>> = Object.freeze({
  ...useLooks,
  ...imageLooks,
  ...outputLooks,
  part: isPart,
  with: isPart,
  share: (path, value) => check.number(path, value, 0, 1),
});

/**
 * Draws the mean of the programs of two images, or the first image with a part of the second:
 * `combination.svg`, `.png` and `.json`.
 *
 * @param first a PNG or JPEG, or the index of an image in the data; with `class`, a class
 * @param second the same
 * @throws RnpError RNP_CONFIG at once for an unknown option or an invalid value
 * @throws from the job: UsageError for a part that does not exist, or options that exclude each other;
 *   RnpError; the signal's reason when it is aborted
 */
export function combineImages(
  first: string,
  second: string,
  options: CombineOptions,
): Job<UseEvent, CombineEnd> {
  isWord('first', first);
  isWord('second', second);
  checkOptions('options', options, looks, ['model', 'out']);
  const { part, with: by = part, share, split = 'test', overwrite = false } = options;
  return new Job(async ({ listen, signal }) => {
    if (part === undefined && by !== undefined) {
      throw new UsageError(
        worded`${option('with')} names what comes in the place of ${option('part')}; give that, too`,
      );
    }
    if (part !== undefined && share !== undefined) {
      throw new UsageError(
        worded`${option('share')} is of a mean, ${option('part')} makes none; give one of them`,
      );
    }
    const destination = await destinationOf(options.out, combinationEndings, [first, second]);
    const listeners = listenersOf(listen);
    return withModel(options.model, options.backends, listeners, async (opened) => {
      const shape = opened.model.network.imageShape;
      if (part !== undefined) requireParts(requireRnp(opened), { part, by: by! });
      const images = await readModelImages(opened, [first, second], { ...options, split }, listeners);
      signal.throwIfAborted();
      const pair = images.map(({ pixels }) => pixels) as unknown as readonly [Float32Array, Float32Array];
      const combination =
        part === undefined
          ? await blendedWholes(opened.model, pair, share ?? 0.5)
          : await swappedPart(requireRnp(opened), pair, { part, by: by! });
      const rows = [combination.first, combination.second, combination.combined];
      const made =
        part === undefined
          ? `${Math.round(100 * (share ?? 0.5))} % of the second`
          : `part ${by!.join('.')} as part ${part.join('.')}`;
      const figure = partsFigure(
        rows.map((one, i) => partsExample(one, pair[i] === undefined ? undefined : rasterOf(pair[i], shape))),
        { scale: scaleFor(shape, 112), rowLabels: [...images.map(({ caption }) => caption), made] },
      );
      const title = images.map(({ name }) => name).join(' and ');
      const { tree } = combination.combined;
      const outputs = {
        ...drawingFiles('combination', figureSvg(figure, { title })),
        ...(tree === null ? {} : { 'combination.json': tree }),
      };
      return { combination, paths: await writeOutputs(destination, outputs, { overwrite }) };
    });
  }, options.signal);
}
