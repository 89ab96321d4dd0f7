import type { OneShotRun } from '@rnp/datasets';
import { loadOmniglotOneShot, omniglotManifest } from '@rnp/datasets/node';
import { option, worded } from '@rnp/errors';
import { check, checkOptions, type Look } from '../checks.js';
import { UsageError } from '../errors.js';
import { Job } from '../job.js';
import { requireRnp } from '../models/openModel.js';
import { classifyOneShot, type OneShotResult } from './oneShotRun.js';
import { listenersOf, type UseEvent } from './useEvents.js';
import { isWholeNumber, type UseOptions, useLooks } from './useLooks.js';
import { withModel } from './withModel.js';

/** How `oneShot` classifies. `model` is by default 'omniglot'. */
export interface OneShotOptions extends Partial<UseOptions> {
  /** Number of runs, from the first, 1 to 20. Default: all 20. */
  readonly limit?: number;
  /** Steps of inference by which each image gets its tree. Default 50. */
  readonly infer?: number;
}

/** The result of `oneShot`. */
export interface OneShotEnd extends OneShotErrors {
  readonly runs: readonly OneShotResult[];
}

/** Shares of images that were taken for another class, in [0, 1], over all runs. */
export interface OneShotErrors {
  /** By deformation of trees. */
  readonly error: number;
  /** By the squared distance of pixels. */
  readonly errorPixels: number;
  /** The same once the ink is centred and equally large. */
  readonly errorCentredPixels: number;
}

const looks: Readonly<Record<keyof OneShotOptions, Look>> = Object.freeze({
  ...useLooks,
  limit: (path, value) => check.wholeNumber(path, value, 1, omniglotManifest.oneShot.runs),
  infer: isWholeNumber,
});

/**
 * Classifies the published runs of one-shot classification (Omniglot, Lake et al. 2015): 20 runs of 20 images, each to be recognised by
 * one image of each of 20 classes that another person drew. See `classifyOneShot`.
 *
 * @throws RnpError RNP_CONFIG at once for an unknown option or an invalid value
 * @throws from the job: UsageError; RnpError, as RNP_DATA_… where the runs are not there; the signal's reason when it is aborted
 */
export function oneShot(options: OneShotOptions = {}): Job<UseEvent, OneShotEnd> {
  checkOptions('options', options, looks);
  const { model = 'omniglot', backends, limit, infer } = options;
  return new Job(async ({ listen, signal }) => {
    const listeners = listenersOf(listen);
    return withModel(model, backends, listeners, async (opened) => {
      const network = requireRnp(opened);
      requireDrawings(network.network.imageShape);
      const all = await loadOmniglotOneShot({
        signal,
        onProgress: (progress) => listen({ type: 'data', part: 'test', progress }),
      });
      const taken = all.slice(0, limit);
      const imagesOf = (some: readonly OneShotRun[]): number =>
        some.reduce((sum, { test }) => sum + test.length, 0);
      const runs: OneShotResult[] = [];
      for (const run of taken) {
        runs.push(await classifyOneShot(network, run, { signal, ...(infer !== undefined && { infer }) }));
        const done = imagesOf(taken.slice(0, runs.length));
        listen({
          type: 'work',
          work: 'measuring',
          of: 'omniglot one-shot runs',
          done,
          total: imagesOf(taken),
        });
      }
      return { ...oneShotErrors(runs), runs };
    });
  }, options.signal);
}

/** @throws UsageError before the runs are loaded, where they are not of the images that a model takes */
function requireDrawings(shape: readonly number[]): void {
  const drawings = omniglotManifest.imageShape;
  if (shape.join() === drawings.join()) return;
  throw new UsageError(
    worded`the runs are drawings of ${drawings.join('×')}, and this model takes images of ${shape.join('×')}; choose another, such as ${option('model', 'omniglot')}`,
  );
}

const counts = ['images', 'wrong', 'wrongPixels', 'wrongCentredPixels'] as const;

const isResult: Look = (path, value) => {
  check.object(path, value);
  for (const name of counts) check.wholeNumber(`${path}.${name}`, (value as OneShotResult)[name], 0);
};

/** Over all images of the runs. @throws RnpError RNP_CONFIG for what are no results */
export function oneShotErrors(runs: readonly OneShotResult[]): OneShotErrors {
  check.list('runs', runs, isResult);
  const images = runs.reduce((sum, run) => sum + run.images, 0);
  const share = (of: 'wrong' | 'wrongPixels' | 'wrongCentredPixels'): number =>
    runs.reduce((sum, run) => sum + run[of], 0) / images;
  return {
    error: share('wrong'),
    errorPixels: share('wrongPixels'),
    errorCentredPixels: share('wrongCentredPixels'),
  };
}
