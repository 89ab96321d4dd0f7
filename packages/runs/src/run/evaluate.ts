import { type Dataset, sequentialBatches, subset } from '@rnp/datasets';
import { type EvaluateOptions, type Evaluation, evaluate, type Model, type Network } from '@rnp/vae';

export interface EvaluateRunOptions extends Pick<EvaluateOptions, 'refined' | 'signal'> {
  /** At most so many images, from the start; all unless given. */
  readonly limit?: number;
  /** Told how many images of how many are measured. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** Images a batch; larger ones need more memory and are no faster. */
const batchSize = 100;

/** Measures a model on a data set. */
export async function evaluateOn(
  model: Model<Network>,
  data: Dataset,
  { limit = data.length, onProgress, ...options }: EvaluateRunOptions = {},
): Promise<Evaluation> {
  const images = limit < data.length ? subset(data, 0, limit) : data;
  return evaluate(model, sequentialBatches(images, batchSize), {
    onProgress: (done) => onProgress?.(done, images.length),
    ...options,
  });
}
