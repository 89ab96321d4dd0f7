import { prepareBackend, usedWasmPaths } from '@rnp/backend';
import { disposedModel } from '../errors.js';
import type { Model } from '../model.js';
import { untoldPart } from '../ownPart.js';
import { defaultWorkers, withoutSharing } from '../workers/workerCount.js';
import { localStepper } from './localStepper.js';
import { lossTermNames } from './loss.js';
import type { Stepper } from './stepper.js';
import type { TrainingData } from './trainingData.js';
import type { CheckedOptions } from './trainOptions.js';

/** What is to take a run's steps, and what there is to say about it. */
export interface Start {
  readonly stepper: Stepper;
  readonly workers: number;
  readonly warnings: readonly string[];
}

/**
 * Workers where there are to be several and memory can be shared, else the calling thread. What only workers need is
 * loaded here: a program without them has none of it.
 *
 * @param disposed aborted when the model is disposed of
 * @throws RnpError as `parallelStepper`
 */
export async function startSteps(
  model: Model,
  data: TrainingData,
  { config, resume, last, workers: asked, spawn, wasmPaths = usedWasmPaths() }: CheckedOptions,
  disposed: AbortSignal,
): Promise<Start> {
  const workers = asked === 'auto' ? defaultWorkers(config.batchSize) : asked;
  const own = asked === 'auto' ? untoldPart(model.network) : null;
  const problem = workers > 1 ? (withoutSharing() ?? (own && withOwnPart(own))) : null;
  if (workers === 1 || problem !== null) {
    const stepper = localStepper(model, data, config, resume);
    return { stepper, workers: 1, warnings: problem === null ? [] : [problem] };
  }
  prepareBackend();
  const { parallelStepper } = await import('../workers/parallelStepper.js');
  if (disposed.aborted) throw disposedModel();
  const terms = lossTermNames.length;
  const plan = { config, resume, last, terms, workers, spawn, wasmPaths, disposed };
  return { stepper: await parallelStepper(model, data, plan), workers, warnings: [] };
}

function withOwnPart(part: string): string {
  return `the model has a part of its own (${part}), which workers cannot build again: training on one core`;
}
