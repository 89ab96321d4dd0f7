import type { Dataset } from '@rnp/datasets';
import { type EvaluateRunOptions, evaluateOn } from '@rnp/runs/run';
import { createProgressBar } from '@rnp/runs/words';
import { messages } from './outputs.js';

/** Measures a model on a data set, with a bar on stderr. */
export async function measured(
  model: Parameters<typeof evaluateOn>[0],
  data: Dataset,
  options: Omit<EvaluateRunOptions, 'onProgress'>,
): ReturnType<typeof evaluateOn> {
  const bar = createProgressBar(messages);
  const onProgress = (done: number, of: number): void =>
    bar.update(done / of, [`measuring ${data.name} ${data.split}`, `${done}/${of} images`]);
  try {
    return await evaluateOn(model, data, { ...options, onProgress });
  } finally {
    bar.stop();
  }
}
