import { prepareBackend, usedWasmPaths } from '@rnp/backend';
import { checkSetting } from '../checks.js';
import type { Model } from '../model.js';
import { localStepper } from '../training/localStepper.js';
import type { TrainEvent } from '../training/trainEvent.js';
import type { TrainingData } from '../training/trainingData.js';
import { trainingEvents } from '../training/trainingEvents.js';
import type { TrainOptions } from '../training/trainOptions.js';
import type { WorkerPlan } from './messages.js';
import { parallelStepper } from './parallelStepper.js';
import { wasmPlaces } from './wasmPlaces.js';
import { checkWorkers, defaultWorkers, withoutSharing } from './workerCount.js';
import type { SpawnWorker } from './workerHandle.js';
import { workerSpawner } from './workerSpawner.js';

export interface TrainParallelOptions extends TrainOptions {
  /** How many workers share each batch; 1 trains on the calling thread. Default: `defaultWorkers`. */
  readonly workers?: number;
  /** Starts a worker, instead of one from text of this package; for pages whose policy forbids that, and for tests. */
  readonly spawn?: SpawnWorker;
  /** Where workers in a browser find the `.wasm` files. Default: what `useBackend` was told. */
  readonly wasmPaths?: NonNullable<WorkerPlan['wasmPaths']>;
}

/**
 * `train` on several cores: workers (`worker_threads` in Node, Web Workers in a browser), each with the WASM backend
 * and a replica of the model, share every batch. Batch norm sees the whole batch, and every sum is taken in a fixed
 * order: a number of workers always gives the same numbers, and those of `train` but for rounding. The calling thread
 * stays free between events.
 *
 * Where memory cannot be shared it trains on the calling thread, with a `warning`.
 *
 * @example
 * for await (const event of trainParallel(model, data, { steps: 500 })) console.log(event.type, event.step);
 *
 * @throws ModelError as `train`; RNP_CONFIG for a network that workers cannot build again, such as one with an encoder
 *   of one's own; RNP_WORKER when a worker dies. The model then holds the weights of the last event
 */
export function trainParallel(
  model: Model,
  data: TrainingData,
  options: TrainParallelOptions = {},
): AsyncGenerator<TrainEvent, void, void> {
  // Null is refused with all that is no object by `trainingEvents`.
  const { workers: asked, spawn, wasmPaths = usedWasmPaths(), ...training } = options ?? {};
  return trainingEvents(model, data, options && training, async ({ config, resume, last, disposed }) => {
    const workers = asked ?? defaultWorkers(config.batchSize);
    checkWorkers(workers, config.batchSize);
    if (spawn !== undefined) checkSetting.callable('spawn', spawn);
    if (typeof wasmPaths !== 'string' && wasmPaths !== undefined) checkSetting.object('wasmPaths', wasmPaths);
    const problem = workers > 1 ? withoutSharing() : null;
    if (workers === 1 || problem !== null) {
      const stepper = localStepper(model, data, config, resume);
      return { stepper, workers: 1, warnings: problem === null ? [] : [problem] };
    }
    prepareBackend();
    const start = spawn ?? (await workerSpawner());
    const places = wasmPlaces(wasmPaths);
    const plan = { config, resume, last, workers, spawn: start, wasmPaths: places, disposed };
    return { stepper: await parallelStepper(model, data, plan), workers, warnings: [] };
  });
}
