import { sequentialBatches, subset, trainingData } from '@rnp/datasets';
import { embeddedDigits } from '@rnp/datasets/digits';
import { loadMnist } from '@rnp/datasets/node';
import { resolveSettings } from '@rnp/runs/settings';
import { createRnp, evaluate, train } from '@rnp/vae';
import { startBackend } from './backend.js';

/** A cheap look at these many test images tells whether the whole test set is worth its time. */
const glance = 1000;
/** The first images of the test set may be easier or harder than the rest by this factor. */
const margin = 1.15;

/**
 * Trains a recipe, the default one unless `set` changes it, until a model of it is good enough, and counts the seconds of training without those of
 * evaluating.
 *
 * @param {{ preset: string, data: 'mnist' | 'digits', steps: number | null, every: number,
 *   workers: number | null, backend: string, set?: readonly string[],
 *   target: { ssePerImage: number, purity: number[], effectiveChildren: number[] } }} options
 *   `data: digits` takes a few of the embedded digits, to try the machinery out;
 *   `set` are settings as `rnp train --set` takes them
 */
export async function measure({ preset, data, steps, every, workers, backend, set = [], target }, progress) {
  await startBackend(backend);
  // What a user gets.
  const recipe = await changed(preset, set);
  const [trainSet, testSet] = await open(data);
  const training = { seed: 1, ...recipe.training, ...(steps === null ? {} : { steps }) };
  const model = createRnp({ ...recipe.model, imageShape: trainSet.imageShape }, { seed: training.seed });
  const curve = [];
  let seconds = 0;
  let resumed = performance.now();
  const events = train(model, trainingData(trainSet), {
    ...training,
    logEvery: every,
    parseEvery: 0,
    workers: workers ?? 'auto',
  });
  for await (const event of events) {
    if (event.type !== 'progress') continue;
    seconds += (performance.now() - resumed) / 1000;
    const point = { step: event.step, seconds, ...(await judge(model, testSet, target)) };
    curve.push(point);
    progress(event.step / event.steps);
    if (point.reached) break;
    resumed = performance.now();
  }
  const last = curve.at(-1);
  return {
    seconds: last.reached ? last.seconds : null,
    trainedSeconds: seconds,
    step: last.step,
    ssePerImage: last.ssePerImage,
    purity: last.purity,
    effectiveChildren: last.effectiveChildren,
    curve,
  };
}

/** @throws Error naming what the row decides: it trains a program on MNIST on all cores */
async function changed(preset, set) {
  const usual = await resolveSettings({ recipe: preset });
  const recipe = await resolveSettings({ base: usual, set });
  for (const name of ['network', 'epochs', 'workers', 'augment']) {
    if (JSON.stringify(recipe[name]) !== JSON.stringify(usual[name])) {
      throw new Error(`--set ${name}=… has no place here: only the model and its training can change`);
    }
  }
  return recipe;
}

/** The test images, all of them where a thousand look promising. */
async function judge(model, testSet, target) {
  const first = subset(testSet, 0, Math.min(glance, testSet.length));
  const glanced = await figuresOf(model, first);
  if (glanced.ssePerImage > margin * target.ssePerImage || first.length === testSet.length) {
    return { ...glanced, reached: first.length === testSet.length && reaches(glanced, target) };
  }
  const figures = await figuresOf(model, testSet);
  return { ...figures, reached: reaches(figures, target) };
}

async function figuresOf(model, images) {
  const { ssePerImage, parse, images: count } = await evaluate(model, sequentialBatches(images, 200));
  const { purity, effectiveChildren } = parse;
  return { ssePerImage, purity: [...purity], effectiveChildren: [...effectiveChildren], images: count };
}

function reaches({ ssePerImage, purity, effectiveChildren }, target) {
  const atLeast = (values, floors) => floors.every((floor, level) => values[level] >= floor);
  return (
    ssePerImage <= target.ssePerImage &&
    atLeast(purity, target.purity) &&
    atLeast(effectiveChildren, target.effectiveChildren)
  );
}

async function open(data) {
  if (data === 'mnist') return [await loadMnist({ split: 'train' }), await loadMnist({ split: 'test' })];
  const digits = await embeddedDigits({ split: 'train' });
  return [subset(digits, 0, 256), subset(digits, 256, 320)];
}
