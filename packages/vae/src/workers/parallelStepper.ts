import { RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import type { Model } from '../model.js';
import { batchNoise, batchValues } from '../training/batch.js';
import type { Stepper } from '../training/stepper.js';
import type { TrainingData } from '../training/trainingData.js';
import type { TrainingConfig } from '../training/trainingSettings.js';
import type { TrainingState } from '../training/trainingState.js';
import type { TrainOptions } from '../training/trainOptions.js';
import { WeightKeeper } from '../training/weightKeeper.js';
import { expectedShapes } from '../weightShapes.js';
import { Crew } from './crew.js';
import type { WorkerPlan } from './messages.js';
import { specForWorkers } from './networkSpec.js';
import { sharedLayout } from './sharedLayout.js';
import { readPlaces, type SharedState, sharedMemory, sharedState, writePlaces } from './sharedState.js';
import { wasmPlaces } from './wasmPlaces.js';
import type { SpawnWorker } from './workerHandle.js';
import { workerSpawner } from './workerSpawner.js';

/** Batches that wait for the workers at most: the one they compute on, and the next. */
const slots = 2;

export interface ParallelStepperOptions {
  readonly config: TrainingConfig;
  readonly resume: TrainOptions['resume'];
  /** No batch is prepared for this step or a later one. */
  readonly last: number;
  /** How many terms of the loss are told; the loss itself is only computed by workers. */
  readonly terms: number;
  readonly workers: number;
  /** Undefined for workers from text of this package. */
  readonly spawn: SpawnWorker | undefined;
  readonly wasmPaths: WorkerPlan['wasmPaths'];
  /** Aborted when nobody waits for the workers any more, also while they start. */
  readonly disposed: AbortSignal;
}

/**
 * Steps that workers take together, each on a part of the batch. The calling thread prepares batches and waits for
 * messages; it never blocks.
 *
 * @throws RnpError RNP_CONFIG when workers cannot build the network, RNP_WORKER when one does not start
 */
export async function parallelStepper(
  model: Model,
  data: TrainingData,
  { config, resume, last, terms, workers, spawn, wasmPaths, disposed }: ParallelStepperOptions,
): Promise<Stepper> {
  const first = resume?.step ?? 0;
  const updates = resume?.adam.updates ?? 0;
  const network = specForWorkers(model.network);
  const start = spawn ?? (await workerSpawner());
  const shared = shareState(model, { config, resume, terms, workers, seenApart: data.seen !== undefined });
  const { layout, barrier } = shared;
  const plan: WorkerPlan = {
    network,
    training: config,
    layout,
    workers,
    step: first,
    updates,
    wasmPaths: wasmPlaces(wasmPaths),
  };
  const crew = new Crew(plan, shared, start);
  const close = (): void => void crew.close();
  disposed.addEventListener('abort', close, { once: true });
  try {
    await crew.ready();
  } catch (error) {
    await crew.close();
    throw error;
  } finally {
    disposed.removeEventListener('abort', close);
  }
  const keeper = new WeightKeeper(model, first);
  let done = first;
  let prepared = first;
  let waiting: (readonly number[])[] = [];
  let moments: readonly tf.Tensor[] = [];
  /** Whether a loss was no number: the model keeps the weights from before. */
  let broken = false;

  const prepare = (): void => {
    const { images, seen, noise } = shared.batches[prepared % slots]!;
    images.set(batchValues(data, prepared, config));
    if (data.seen !== undefined) seen.set(batchValues(data, prepared, config, 'seen'));
    noise.set(batchNoise(model.network.latent, prepared, config));
    prepared++;
  };
  const releaseMoments = (): void => {
    tf.dispose([...moments]);
    moments = [];
  };

  return {
    get step(): number {
      return done;
    },
    run: async (until, stop) => {
      releaseMoments();
      crew.hold(true);
      let allowed = done;
      while (done < until) {
        if (!stop.aborted) {
          if (prepared === done) prepare();
          allowed = Math.min(prepared, until);
          barrier.allow(allowed);
          // While the workers compute. Beyond `until` too: it will be wanted.
          while (prepared < Math.min(done + slots, last)) {
            prepare();
            allowed = Math.min(prepared, until);
            barrier.allow(allowed);
          }
        }
        if (done === allowed) break;
        const reports = await crew.reports();
        waiting.push(...reports);
        done += reports.length;
      }
      crew.hold(false);
      // The reports are at hand, so what led to numbers is known to be good before new weights are made: of the
      // weights, which can be large, there are never more than two sets.
      broken ||= waiting.some((report) => !report.every(Number.isFinite));
      if (broken) return;
      keeper.confirmPresent();
      keeper.advance(
        {
          parameters: readPlaces(shared.weights, layout.parameters),
          runningStatistics: readPlaces(shared.averages, layout.runningStatistics),
        },
        done,
      );
    },
    reports: async () => {
      const rows = waiting;
      waiting = [];
      return rows;
    },
    confirm: () => undefined,
    restore: () => keeper.restore(),
    state: (): TrainingState => ({
      ...keeper.weights,
      step: done,
      // Only made for who looks: a listener that does not save this time spares a copy of all moments.
      get adam(): TrainingState['adam'] {
        releaseMoments();
        const [m, v] = [shared.first, shared.second].map((values) => readPlaces(values, layout.parameters));
        moments = [...Object.values(m!), ...Object.values(v!)];
        return { first: m!, second: v!, updates: updates + done - first };
      },
    }),
    dispose: async () => {
      releaseMoments();
      keeper.dispose();
      await crew.close();
    },
  };
}

/** The run's state in shared memory. The tensors of `resume` are used up. */
function shareState(
  model: Model,
  {
    config,
    resume,
    terms,
    workers,
    seenApart,
  }: Pick<ParallelStepperOptions, 'config' | 'resume' | 'terms' | 'workers'> & {
    readonly seenApart: boolean;
  },
): SharedState {
  const [height, width, channels] = model.network.imageShape;
  const images = config.batchSize * height * width * channels;
  const layout = sharedLayout({
    ...expectedShapes(model.network),
    frozen: config.frozen,
    workers,
    terms,
    images,
    seen: seenApart ? images : 0,
    noise: config.batchSize * model.network.latent,
  });
  if (layout.bytes > 2 ** 32) {
    throw new RnpError(
      'RNP_CONFIG',
      `${workers} workers need ${layout.bytes} bytes of shared memory, more than there can be; use fewer`,
      { path: 'workers' },
    );
  }
  const shared = sharedState(sharedMemory(layout), layout);
  writePlaces(shared.weights, layout.parameters, model.weights.parameters);
  writePlaces(shared.averages, layout.runningStatistics, model.weights.runningStatistics);
  if (resume !== undefined) {
    const { first, second } = resume.adam;
    writePlaces(shared.first, layout.parameters, first);
    writePlaces(shared.second, layout.parameters, second);
    tf.dispose([first, second] as tf.TensorContainer);
  }
  return shared;
}
