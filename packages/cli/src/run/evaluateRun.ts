import { type Dataset, sequentialBatches, subset } from '@rnp/datasets';
import { type EvaluateOptions, type Evaluation, evaluate, type Model, type Network } from '@rnp/vae';
import { createProgressBar } from '../terminal/progressBar.js';

export interface EvaluateRunOptions extends Pick<EvaluateOptions, 'refined' | 'signal'> {
  /** At most so many images, from the start; all unless given. */
  readonly limit?: number;
}

/** Images a batch; larger ones need more memory and are no faster. */
const batchSize = 100;

/** Measures a model on a data set, with a bar on stderr. */
export async function evaluateOn(
  model: Model<Network>,
  data: Dataset,
  { limit = data.length, ...options }: EvaluateRunOptions = {},
): Promise<Evaluation> {
  const images = limit < data.length ? subset(data, 0, limit) : data;
  const bar = createProgressBar(process.stderr);
  try {
    return await evaluate(model, sequentialBatches(images, batchSize), {
      onProgress: (done) =>
        bar.update(done / images.length, [
          `measuring ${data.name} ${data.split}`,
          `${done}/${images.length} images`,
        ]),
      ...options,
    });
  } finally {
    bar.stop();
  }
}
