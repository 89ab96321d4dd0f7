import { option, worded } from '@rnp/errors';
import { figureSvg, partsFigure } from '@rnp/viz';
import { check, checkOptions, isCount, isWord, type Look } from '../checks.js';
import { UsageError } from '../errors.js';
import { blendedWholes, type Combination, swappedPart } from '../explain/combination.js';
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

export interface CombineOptions extends UseOptions, UsedImages, UseOutputs {
  /** The part of the first image to replace: its path from the top down, each number from 1. Without it, the mean of both is drawn. */
  readonly part?: readonly number[];
  /** The part of the second image that comes instead; the same as `part` unless given. */
  readonly with?: readonly number[];
  /** How much of the mean is the second image, 0 to 1; 0.5 unless given. */
  readonly share?: number;
}

export interface CombineEnd {
  readonly combination: Combination;
  /** The files. */
  readonly paths: readonly string[];
}

/** What a combination can be written as. */
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
 * Draws the mean of the programs of two images, or the first image with a part of the second: `combination.svg`, `.png` and `.json`.
 *
 * @param first a PNG or JPEG, or the index of an image in the data; with `class`, a class
 * @throws RnpError RNP_CONFIG at once for an option that there is not, or a value that is none
 * @throws from the job: UsageError for a part that there is not; RnpError; the signal's reason
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
    const destination = await destinationOf(options.out, combinationEndings);
    const listeners = listenersOf(listen);
    return withModel(options.model, options.backends, listeners, async (opened) => {
      const shape = opened.model.network.imageShape;
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
