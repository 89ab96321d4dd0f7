import { join } from 'node:path';
import { trainingData } from '@rnp/datasets';
import { datasetDigest } from '@rnp/datasets/node';
import { lockFolder } from '@rnp/files/node';
import { formatSeconds } from '@rnp/runs/words';
import {
  adamFromSafetensors,
  adamToSafetensors,
  createRnp,
  expectedShapes,
  train,
  trainingConfig,
  weightsFromSafetensors,
  weightsToSafetensors,
} from '@rnp/vae';
import { hasCheckpoint, loadCheckpoint, saveCheckpoint } from '@rnp/vae/node';
import { defaultWorkers } from '@rnp/vae/workers';
import { Interrupted, UsageError } from '../errors.js';
import { requireSmall } from '../results/keptModel.js';
import { stopwatch } from './stopwatch.js';

/** Often enough that little is lost, rare enough that it costs nothing. */
const checkpointSeconds = 30;
const logEvery = 25;
/** Steps of a smoke run. */
const smokeSteps = 3;
const smokeBatch = 8;

/**
 * A model to be trained.
 *
 * @typedef {object} ModelSpec
 * @property {import('@rnp/vae').RnpOptions} [model] settings of an RNP; give this or `create`
 * @property {(seed: number, from: object | null) => object | Promise<object>} [create] makes the model to be trained
 * @property {string} [from] the model that `create` is given, trained before; one that is kept, as it is kept
 * @property {import('@rnp/datasets').Dataset} data
 * @property {object} training settings of `train`; `steps` is the whole run
 * @property {import('@rnp/datasets').Augmentation} [augment] how far training images are moved at random
 * @property {import('@rnp/datasets').AmongOthers} [among] what lies about training images
 * @property {number} [workers] where more or fewer have been seen to end elsewhere; one a core unless given
 * @property {number} [seed] of this model, where it is not the experiment's
 * @property {{ steps: number, measure: (model: object, step: number) => Promise<unknown> }} [each] measured on the
 *   untrained model and after every so many steps, as JSON has it; its time does not count as training
 * @property {boolean} [keep] whether it is saved in results/; true unless said
 */

/**
 * Trains a model, goes on where an earlier session stopped, or loads it if it is trained. About every half minute it is
 * saved under `dir`.
 *
 * @param {string} name
 * @param {ModelSpec} spec
 * @param {{ dir: string, seed: number, smoke: boolean, fresh: boolean, workers: number | null, bar: object,
 *   signal: AbortSignal, base: object | null }} session
 * @returns {Promise<{ model: object, seconds: number, cpuSeconds: number, steps: number, curve: number[][], measured: unknown[][],
 *   training: object }>} `cpuSeconds` are those of all threads; `curve` holds [step, SSE of training batches], `measured` [step, what
 *   `each` gave]
 * @throws Interrupted when the signal came; all is saved then. UsageError when `dir` holds a run of other settings
 */
export async function trainedModel(name, spec, session) {
  const { bar } = session;
  const training = trainingOf(spec, session);
  const lock = await lockFolder(session.dir);
  let model = null;
  try {
    model = await (spec.create ?? ((first) => createRnp(spec.model, { seed: first })))(
      training.seed,
      session.base,
    );
    if (spec.keep !== false) requireSmall(name, model);
    const record = {
      model: model.network.spec.config,
      training,
      data: dataRecord(spec.data),
      augment: spec.augment ?? {},
      among: spec.among ?? {},
      workers: session.workers ?? spec.workers ?? defaultWorkers(training.batchSize),
    };
    const state = await resumed(model, name, record, session);
    return await trainSpec(model, name, spec, record, state, session);
  } catch (error) {
    model?.dispose();
    throw error;
  } finally {
    bar.stop();
    await lock.release();
  }
}

/** The settings of its training, those of a smoke run where one is asked for. @returns {object} as `trainingConfig` */
export function trainingOf(spec, { smoke, seed }) {
  const asked = smoke ? { ...spec.training, steps: smokeSteps, batchSize: smokeBatch } : { ...spec.training };
  return trainingConfig({ ...asked, seed: spec.seed ?? seed });
}

/** What the images are, and how they were made: of other ones a run is not gone on with. */
function dataRecord(data) {
  const { name, split, length, recipe } = data;
  return { name, split, length, ...(recipe && { recipe }), digest: datasetDigest(data) };
}

/** Where an earlier session stopped, its weights put into the model; or the beginning. */
async function resumed(model, name, record, { dir, fresh, bar }) {
  const start = { step: 0, resume: null, seconds: 0, cpuSeconds: 0, curve: [], measured: [] };
  if (fresh || !(await hasCheckpoint(dir))) return start;
  const checkpoint = await loadCheckpoint(dir);
  if (checkpoint.warning) bar.log(`${name}: ${checkpoint.warning}`);
  const { record: stored, seconds, cpuSeconds, curve, measured } = checkpoint.json;
  requireSame(stored, record, name, dir);
  const shapes = expectedShapes(model.network);
  const weights = weightsFromSafetensors(
    checkpoint.weights,
    shapes,
    join(checkpoint.dir, 'model.safetensors'),
  );
  disposeWeights(model.replaceWeights(weights));
  const { step, adam } = checkpoint;
  const path = join(checkpoint.dir, 'adam.safetensors');
  const done = step >= record.training.steps;
  return {
    step,
    resume: done ? null : adamFromSafetensors(adam, shapes.parameters, path),
    seconds,
    cpuSeconds,
    curve,
    measured,
  };
}

async function trainSpec(model, name, spec, record, state, { dir, bar, signal }) {
  const { training, workers } = record;
  const { curve, measured } = state;
  const result = (step, { seconds, cpuSeconds }) => ({
    model,
    seconds,
    cpuSeconds,
    steps: step,
    curve,
    measured,
    training,
  });
  if (state.step >= training.steps) {
    bar.log(`${name}: trained already (${training.steps} steps in ${formatSeconds(state.seconds)})`);
    return result(state.step, state);
  }
  if (state.step > 0) bar.log(`${name}: going on from step ${state.step} of ${training.steps}`);
  const each = spec.each ?? null;
  const watch = stopwatch(state);
  let saved = performance.now();
  const measure = (step) =>
    watch.paused(async () => {
      bar.update(step / training.steps, [name, `step ${step}/${training.steps}`, 'measuring']);
      measured.push([step, await each.measure(model, step)]);
    });
  const save = async (now) => {
    const total = watch.spent();
    const json = { schema: 'rnp-experiment', record, ...total, curve, measured };
    const [weights, adam] = [weightsToSafetensors(now), adamToSafetensors(now)];
    await saveCheckpoint(dir, { step: now.step, weights, adam, json });
    saved = performance.now();
    return total;
  };
  if (each !== null && state.step === 0) await measure(0);
  const events = train(model, trainingData(spec.data, { augment: spec.augment, among: spec.among }), {
    ...training,
    workers,
    ...(state.resume === null ? {} : { resume: state.resume }),
    logEvery: Math.min(logEvery, training.steps),
    parseEvery: 0,
    checkpointEvery: each?.steps ?? logEvery,
    signal,
  });
  for await (const event of events) {
    if (event.type === 'warning') bar.log(`${name}, step ${event.step}: ${event.message}`);
    else if (event.type === 'progress') {
      const { step, steps, metrics, imagesPerSecond, secondsLeft } = event;
      curve.push([step, round(metrics.ssePerImage)]);
      bar.update(step / steps, [
        name,
        `step ${step}/${steps}`,
        `SSE ${metrics.ssePerImage.toFixed(2)}`,
        `${Math.round(imagesPerSecond)} images/s`,
        `${formatSeconds(secondsLeft)} left`,
      ]);
    } else if (event.type === 'checkpoint') {
      if (each !== null) await measure(event.step);
      if (performance.now() - saved > 1000 * checkpointSeconds) await save(event.state);
    } else if (event.type === 'end') {
      const done = event.reason === 'done';
      if (done && each !== null) await measure(event.step);
      const total = await save(event.state);
      if (done) return result(event.step, total);
      throw new Interrupted(
        `${name}: stopped and saved after step ${event.step} of ${training.steps}; the same command goes on from there`,
      );
    }
  }
  throw new Error('training ended without an end event');
}

function requireSame(stored, record, name, dir) {
  const now = JSON.parse(JSON.stringify(record));
  const differences = ['model', 'training', 'data', 'augment', 'among'].flatMap((group) =>
    changed(stored?.[group] ?? {}, now[group]).map((key) => `${group}.${key}`),
  );
  if (differences.length === 0) return;
  throw new UsageError(
    `${name}: what stands in ${dir} was trained with other settings (${differences.join(', ')}). Train anew with --fresh, or choose another folder with --runs`,
  );
}

/** Keys whose values are not the same in two records of JSON. */
export function changed(before, after) {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
}

function disposeWeights({ parameters, runningStatistics }) {
  for (const tensor of [...Object.values(parameters), ...Object.values(runningStatistics)]) tensor.dispose();
}

function round(value) {
  return Number(value.toPrecision(5));
}
