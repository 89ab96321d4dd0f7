import { type Dataset, sequentialBatches, subset } from '@rnp/datasets';
import { type EvaluateOptions, type Evaluation, evaluate, type Model, type Network } from '@rnp/vae';
import { check, checkOptions, isCount, type Look } from '../checks.js';

/** How `evaluateOn` measures. */
export interface EvaluateRunOptions extends Pick<EvaluateOptions, 'inferred' | 'bound' | 'signal'> {
  /** Largest number of images, from the first. Default: all. */
  readonly limit?: number;
  /** Called with the number of measured images and of all. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** Images a batch; larger ones need more memory and are no faster. */
const batchSize = 100;

const looks: Readonly<Record<keyof EvaluateRunOptions, Look>> = Object.freeze({
  limit: (path, value) => {
    if (value !== Number.POSITIVE_INFINITY) isCount(path, value);
  },
  onProgress: check.callable,
  inferred: check.object,
  bound: check.object,
  signal: check.signal,
});

/**
 * Measures a model on a data set, see `evaluate` of @rnp/vae.
 *
 * @throws RnpError RNP_CONFIG for invalid options; RnpError as `evaluate`; the signal's reason when it is
 *   aborted
 */
export async function evaluateOn(
  model: Model<Network>,
  data: Dataset,
  given: EvaluateRunOptions = {},
): Promise<Evaluation> {
  checkOptions('options', given, looks);
  const { limit = data.length, onProgress, ...options } = given;
  const images = limit < data.length ? subset(data, 0, limit) : data;
  return evaluate(model, sequentialBatches(images, batchSize), {
    onProgress: (done) => onProgress?.(done, images.length),
    ...options,
  });
}
