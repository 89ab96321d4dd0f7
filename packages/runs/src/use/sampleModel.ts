import type { ParseTree } from '@rnp/recursive-decoder';
import type { Model, Network } from '@rnp/vae';
import type { ImageGridDrawing, PartsExample } from '@rnp/viz';
import { check, checkOptions, type Look } from '../checks.js';
import { partsExample } from '../explain/explain.js';
import { drawSamples, samplesGrid } from '../explain/figures.js';
import { Job } from '../job.js';
import { destinationOf } from '../outputs/destinationOf.js';
import { sheetFiles } from '../outputs/drawingFiles.js';
import { writeOutputs } from '../outputs/writeOutputs.js';
import { sheetEndings } from './interpolateImages.js';
import { moreThanSheet } from './moreThanSheet.js';
import { listenersOf, type UseEvent } from './useEvents.js';
import { isWholeNumber, outputLooks, type UseOptions, type UseOutputs, useLooks } from './useLooks.js';
import { withModel } from './withModel.js';

export interface SampleOptions extends UseOptions, Partial<UseOutputs> {
  /** How many; 16 unless given. */
  readonly count?: number;
  /** The same seed draws the same samples; 1 unless given. */
  readonly seed?: number;
}

/** A sample; they are told in order, as they are drawn. */
export interface SampleEvent {
  readonly type: 'sample';
  readonly program: readonly number[];
  /** Null for a model without parts. */
  readonly tree: ParseTree | null;
}

/** Their programs are drawn at once, so that a seed gives the same ones whatever is done with them. */
export const maxSamples = 100_000;

const looks: Readonly<Record<keyof SampleOptions, Look>> = Object.freeze({
  ...useLooks,
  ...outputLooks,
  count: (path, value) => check.wholeNumber(path, value, 1, maxSamples),
  seed: isWholeNumber,
});

/**
 * Draws programs from the prior N(0, I): `samples.svg` and `.png`, with their parts, and each part's own canvas; without `out` no file.
 *
 * @returns a job whose events are the samples, and whose result are the paths
 * @throws RnpError RNP_CONFIG at once for an option that there is not, or a value that is none
 * @throws from the job: UsageError, also for more samples than a sheet holds, before one is drawn; the signal's reason
 */
export function sampleModel(options: SampleOptions): Job<UseEvent | SampleEvent, readonly string[]> {
  checkOptions('options', options, looks, ['model']);
  const { out, count = 16, seed = 1, overwrite = false } = options;
  return new Job(async ({ listen, signal }) => {
    const destination = out === undefined ? null : await destinationOf(out, sheetEndings);
    return withModel(options.model, options.backends, listenersOf(listen), async ({ model }) => {
      const picture = destination === null ? null : sheetOf(model, count);
      await drawSamples(model, { count, seed }, (one, index, program) => {
        signal.throwIfAborted();
        listen({ type: 'sample', program, tree: one.tree });
        picture?.draw(partsExample(one), index);
      });
      if (picture === null || destination === null) return [];
      return writeOutputs(destination, sheetFiles('samples', picture.sheet, 'Samples'), { overwrite });
    });
  }, options.signal);
}

/** @throws UsageError with as many as a sheet of this model's samples holds */
function sheetOf(model: Model<Network>, count: number): ImageGridDrawing<PartsExample> {
  try {
    return samplesGrid(model, count);
  } catch (error) {
    throw moreThanSheet(error, 'count', `. Without files there may be ${maxSamples}`);
  }
}
