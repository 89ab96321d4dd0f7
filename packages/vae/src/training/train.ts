import { disposedModel } from '../errors.js';
import type { Model } from '../model.js';
import { beginRun } from '../modelRun.js';
import { requireModel } from '../requireModel.js';
import type { TrainEvent } from './trainEvent.js';
import type { TrainingData } from './trainingData.js';
import { trainingEvents } from './trainingEvents.js';
import type { TrainOptions } from './trainOptions.js';

/**
 * Trains a model in place, one event at a time. A step is taken only while the listener waits for the next
 * event. Between steps the event loop runs, so signals work and pages stay responsive.
 *
 * With the same options, data, seed and backend the numbers are the same, and a run that is aborted, saved
 * and resumed ends with the weights of an uninterrupted one.
 *
 * `workers: 'auto'` trains on all cores: workers (`worker_threads` in Node, Web Workers in a browser), each with the WASM
 * backend and a replica of the model, share every batch. Batch norm sees the whole batch, and every sum is taken in a
 * fixed order: the same number of workers always gives the same numbers, which differ from those of one thread only by
 * rounding. If memory cannot be shared, the calling thread trains, with a `warning`.
 *
 * Disposing of the model ends the run: everything that the run holds is freed at once, and the next event is the error
 * RNP_WEIGHTS.
 *
 * @example
 * for await (const event of train(model, data, { steps: 500, workers: 'auto' })) console.log(event.type, event.step);
 *
 * @throws RnpError RNP_IMAGES when the data's shape is not the model's or the first batch has values out of
 *   [0, 1]; RNP_CONFIG for a bad setting, and for a network that several workers cannot build again, such as one with an
 *   encoder of one's own; RNP_DIVERGED when a loss is no longer a number, the model then holds the last weights known to be
 *   good; RNP_WORKER when a worker dies, the model then holds the weights of the last event
 */
export async function* train(
  model: Model,
  data: TrainingData,
  options: TrainOptions = {},
): AsyncGenerator<TrainEvent, void, void> {
  requireModel(model);
  const run = beginRun(model);
  const { disposed } = run;
  try {
    for await (const event of trainingEvents(model, data, options, disposed)) {
      if (disposed.aborted) throw disposedModel();
      yield event;
      if (event.type === 'end') return;
      if (disposed.aborted) throw disposedModel();
    }
  } catch (error) {
    // Whatever went wrong because its weights were gone.
    throw disposed.aborted ? disposedModel(error) : error;
  } finally {
    run.end();
  }
}
