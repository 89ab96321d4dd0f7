import { RnpError } from '@rnp/errors';
import type { ParseMetrics } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { DivergenceError } from '../errors.js';
import type { Model } from '../model.js';
import { isRnp } from '../rnp/isRnp.js';
import type { Rnp } from '../rnp/rnp.js';
import { batchTensor } from './batch.js';
import { checkData, checkPenalties, requireLearning } from './checkRun.js';
import { collapseAdvice, maySayCollapsed } from './collapse.js';
import { divergenceAdvice } from './divergenceAdvice.js';
import { createErrorWatch, type ErrorWatch, shortly } from './errorWatch.js';
import { checkFrozen } from './frozenParameters.js';
import { learningRateAt } from './learningRate.js';
import { createProgress } from './progress.js';
import { type Start, startSteps } from './startSteps.js';
import type { StopSign } from './stepper.js';
import type { TrainEvent } from './trainEvent.js';
import type { TrainingData } from './trainingData.js';
import type { TrainingConfig } from './trainingSettings.js';
import type { TrainingState } from './trainingState.js';
import { type CheckedOptions, type TrainOptions, trainOptions } from './trainOptions.js';

/** The events of a run whose model is its own until `disposed`. */
export async function* trainingEvents(
  model: Model,
  data: TrainingData,
  options: TrainOptions,
  disposed: AbortSignal,
): AsyncGenerator<TrainEvent, void, void> {
  const { given, stepper, workers, warnings } = await begun(model, data, options, disposed);
  const { config, last, logEvery, parseEvery, checkpointEvery, signal } = given;
  const freed = (): void => void stepper.dispose();
  disposed.addEventListener('abort', freed, { once: true });
  // Reports of steps that no progress event has told of yet.
  let waiting: readonly (readonly number[])[] = given.resume?.reports ?? [];
  const progress = createProgress(stepper.step, last, config.batchSize, waiting.length);
  const watch = createErrorWatch();
  const at = (): { step: number; steps: number } => ({ step: stepper.step, steps: config.steps });
  const stop: StopSign = {
    get aborted() {
      return disposed.aborted || signal?.aborted === true;
    },
  };
  const reports = async (): Promise<readonly (readonly number[])[]> => {
    waiting = [...waiting, ...(await stepper.reports()).map((report) => Array.from(report))];
    return waiting;
  };
  /** The state after steps whose losses were numbers; others are no state to save. */
  const state = async (): Promise<TrainingState> => {
    const told = await reports();
    if (told.flat().some((value) => !Number.isFinite(value))) throw diverged(progress(told).badStep!);
    // Not spread: moments are made when they are looked at.
    return told.length === 0 ? stepper.state() : Object.assign(stepper.state(), { reports: told });
  };
  const diverged = (step: number): RnpError => divergence(data, config, step, stepper.restore(), watch);
  try {
    yield { type: 'start', ...at(), config, workers };
    for (const message of warnings) yield { type: 'warning', ...at(), message };
    while (stepper.step < last && !stop.aborted) {
      const pauses = [logEvery, parseEvery, ...checkpointEvery].map((every) => nextDue(stepper.step, every));
      await stepper.run(Math.min(last, ...pauses), stop);
      const done = stepper.step;
      if (due(done, logEvery) || done === last) {
        const report = progress(await reports());
        waiting = [];
        if (report.badStep !== null) throw diverged(report.badStep);
        stepper.confirm();
        const learningRate = learningRateAt(done - 1, config);
        yield { type: 'progress', ...at(), ...report.figures, learningRate };
        const risen = watch.look(done, report.figures.metrics.ssePerImage);
        if (risen !== null) {
          const message = `${risen}. ${divergenceAdvice(config)}`;
          yield { type: 'warning', ...at(), code: 'error-risen', message };
        }
      }
      if (due(done, parseEvery) && isRnp(model)) {
        const parse = await parseBatch(model, data, done - 1, config);
        if (parse === null) throw diverged(progress(await reports()).badStep ?? done);
        yield { type: 'parse', ...at(), parse };
        if (maySayCollapsed(done, config)) {
          for (const message of collapseAdvice(parse, model.config))
            yield { type: 'warning', ...at(), message };
        }
      }
      if (checkpointEvery.some((every) => due(done, every)) && done < last) {
        yield { type: 'checkpoint', ...at(), state: await state() };
      }
    }
    const reason = stepper.step >= last ? 'done' : 'aborted';
    yield { type: 'end', ...at(), reason, state: await state() };
  } finally {
    disposed.removeEventListener('abort', freed);
    await stepper.dispose();
  }
}

/** Checks all that is given and begins. What an earlier run left for this one is freed when that fails. */
async function begun(
  model: Model,
  data: TrainingData,
  options: TrainOptions,
  disposed: AbortSignal,
): Promise<Start & { readonly given: CheckedOptions }> {
  try {
    const given = trainOptions(model, options);
    checkData(model, data, given.config);
    checkFrozen(Object.keys(model.weights.parameters), given.config.frozen);
    requireLearning(model.network, given.config, data.seen !== undefined);
    if (isRnp(model)) checkPenalties(given.config, model.config.childrenPerLevel.length);
    return { given, ...(await startSteps(model, data, given, disposed)) };
  } catch (error) {
    const { first, second } = options?.resume?.adam ?? {};
    tf.dispose([first, second] as tf.TensorContainer);
    throw error;
  }
}

/** The error of a step whose loss was no number; it says so when the fault is the data's. */
function divergence(
  data: TrainingData,
  config: TrainingConfig,
  step: number,
  restoredTo: number,
  watch: ErrorWatch,
): RnpError {
  const { batchSize, seed } = config;
  const request = { step: step - 1, batchSize, seed };
  const isBad = (value: number): boolean => !Number.isFinite(value);
  const values = [data.batch(request), data.seen?.(request)].find((given) => given?.some(isBad));
  if (values === undefined) {
    const risen = watch.risen();
    const was =
      risen === null
        ? ''
        : `Those are not its best: the error was ${shortly(risen.best.error)} at step ${risen.best.step}, and ${shortly(risen.last.error)} at step ${risen.last.step}. `;
    return new DivergenceError(step, restoredTo, was + divergenceAdvice(config));
  }
  const bad = values.findIndex(isBad);
  const image = Math.floor((bad * batchSize) / values.length);
  const fault = `Image ${image} of that step's batch holds ${values[bad]}: mend the data`;
  return new DivergenceError(step, restoredTo, fault);
}

/** How the model parses the batch that a step learned from; null when what it draws is no number. */
async function parseBatch(
  model: Rnp,
  data: TrainingData,
  step: number,
  config: TrainingConfig,
): Promise<ParseMetrics | null> {
  const images = batchTensor(data, step, config);
  try {
    return await model.parseMetrics(images);
  } catch (error) {
    if (error instanceof RnpError && ['RNP_DIVERGED', 'RNP_IMAGES'].includes(error.code)) return null;
    throw error;
  } finally {
    tf.dispose(images);
  }
}

function due(step: number, every: number): boolean {
  return every > 0 && step % every === 0;
}

/** The first step after `step` at which something is due. */
function nextDue(step: number, every: number): number {
  return every > 0 ? (Math.floor(step / every) + 1) * every : Number.POSITIVE_INFINITY;
}
