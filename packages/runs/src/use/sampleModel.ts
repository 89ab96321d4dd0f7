import { option, options as optionsOf, worded } from '@rnp/errors';
import type { ParseTree } from '@rnp/recursive-decoder';
import { isRnp, type Model, type Network } from '@rnp/vae';
import type { ImageGridDrawing, PartsExample } from '@rnp/viz';
import { check, checkOptions, type Look } from '../checks.js';
import { UsageError } from '../errors.js';
import { partsExample } from '../explain/explain.js';
import { drawSamples, isNoise, type Noise, samplesGrid } from '../explain/figures.js';
import { Job } from '../job.js';
import type { OpenedModel } from '../models/openModel.js';
import { destinationOf } from '../outputs/destinationOf.js';
import { sheetFiles } from '../outputs/drawingFiles.js';
import { writeOutputs } from '../outputs/writeOutputs.js';
import { sheetEndings } from './interpolateImages.js';
import { moreThanSheet } from './moreThanSheet.js';
import { listenersOf, type UseEvent } from './useEvents.js';
import { isWholeNumber, outputLooks, type UseOptions, type UseOutputs, useLooks } from './useLooks.js';
import { withModel } from './withModel.js';

/** How `sampleModel` draws. Without `out` no file is written. */
export interface SampleOptions extends UseOptions, Partial<UseOutputs> {
  /** Number of samples, 1 to 100,000. Default 16. */
  readonly count?: number;
  /** The same seed draws the same samples. Default 1. */
  readonly seed?: number;
  /**
   * Deviation of parts' states and actions from what programs say of them; one for all levels, or one for each, top first; 'learned' for those
   * of the precisions that the model keeps. Unless given, all below the top program is as it says.
   */
  readonly noise?: Noise;
}

/** A sample. Samples are reported in order, as they are drawn. */
export interface SampleEvent {
  readonly type: 'sample';
  readonly program: readonly number[];
  /** Its tree; null for a model without parts. */
  readonly tree: ParseTree | null;
}

/** The largest number of samples. Their programs are drawn at once, so a seed always gives the same ones. */
export const maxSamples = 100_000;

const looks: Readonly<Record<keyof SampleOptions, Look>> = Object.freeze({
  ...useLooks,
  ...outputLooks,
  count: (path, value) => check.wholeNumber(path, value, 1, maxSamples),
  seed: isWholeNumber,
  noise: isNoise,
});

/**
 * Draws programs from the prior N(0, I), or whole trees with `noise`, with their parts and each part's own canvas: `samples.svg` and
 * `.png`; without `out` no file.
 *
 * @returns a job: its events are the samples, its result is the paths of the files
 * @throws RnpError RNP_CONFIG at once for an unknown option or an invalid value
 * @throws from the job: UsageError, also for more samples than a sheet holds, before any is drawn; RnpError;
 *   the signal's reason when it is aborted
 */
export function sampleModel(options: SampleOptions): Job<UseEvent | SampleEvent, readonly string[]> {
  checkOptions('options', options, looks, ['model']);
  const { out, count = 16, seed = 1, noise, overwrite = false } = options;
  return new Job(async ({ listen, signal }) => {
    const destination = out === undefined ? null : await destinationOf(out, sheetEndings);
    return withModel(options.model, options.backends, listenersOf(listen), async (opened) => {
      const { model } = opened;
      if (noise === 'learned') requireLearned(opened);
      const picture = destination === null ? null : sheetOf(model, count);
      await drawSamples(
        model,
        { count, seed, ...(noise !== undefined && { noise }) },
        (one, index, program) => {
          signal.throwIfAborted();
          listen({ type: 'sample', program, tree: one.tree });
          picture?.draw(partsExample(one), index);
        },
      );
      if (picture === null || destination === null) return [];
      return writeOutputs(destination, sheetFiles('samples', picture.sheet, 'Samples'), { overwrite });
    });
  }, options.signal);
}

/** @throws UsageError RNP_CONFIG with the ways to some noise, for a model without precisions of its own */
function requireLearned({ model, name, runDir }: OpenedModel): void {
  if (!isRnp(model) || model.precisions !== null) return;
  const learn = optionsOf({ resume: runDir ?? 'RUN', precisions: 500 });
  const them = runDir === null ? 'them with a run of your own' : 'them';
  throw new UsageError(
    worded`${name} has no learned precisions; give a number (${option('noise', 0.2)}), or learn ${them}: ${learn}`,
    { code: 'RNP_CONFIG' },
  );
}

/** @throws UsageError with as many as a sheet of this model's samples holds */
function sheetOf(model: Model<Network>, count: number): ImageGridDrawing<PartsExample> {
  try {
    return samplesGrid(model, count);
  } catch (error) {
    throw moreThanSheet(error, 'count', `. Without files there may be ${maxSamples}`);
  }
}
