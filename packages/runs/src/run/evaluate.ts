import { type Dataset, sequentialBatches, subset } from '@rnp/datasets';
import { type EvaluateOptions, type Evaluation, evaluate, type Model, type Network } from '@rnp/vae';
import { check, checkOptions, isCount, type Look } from '../checks.js';

export interface EvaluateRunOptions extends Pick<EvaluateOptions, 'refined' | 'inferred' | 'signal'> {
  /** At most so many images, from the start; all unless given. */
  readonly limit?: number;
  /** Told how many images of how many are measured. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** Images a batch; larger ones need more memory and are no faster. */
const batchSize = 100;

const looks: Readonly<Record<keyof EvaluateRunOptions, Look>> = Object.freeze({
  limit: (path, value) => {
    if (value !== Number.POSITIVE_INFINITY) isCount(path, value);
  },
  onProgress: check.callable,
  refined: check.object,
  inferred: check.object,
  signal: check.signal,
});

/** Measures a model on a data set. */
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
