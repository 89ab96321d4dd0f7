// t images to classify, c classes
import { type OneShotRun, sequentialBatches } from '@rnp/datasets';
import { type Deformation, type DeformOptions, deform, infer, type Rnp } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { check, checkOptions, type Look } from '../checks.js';
import { isParted } from '../models/modelLooks.js';
import { centred, pixelsOf, squaredDistances } from './pixelDistances.js';
import { isWholeNumber } from './useLooks.js';

export interface ClassifyOneShotOptions {
  /** Steps of inference by which each image gets its tree. Default 50. */
  readonly infer?: number;
  /** How a tree is fitted to another image, see `deform` of @rnp/vae. */
  readonly deform?: Omit<DeformOptions, 'signal'>;
  readonly signal?: AbortSignal;
}

const looks: Readonly<Record<keyof ClassifyOneShotOptions, Look>> = Object.freeze({
  infer: isWholeNumber,
  // Its own options are looked at where they are used.
  deform: check.object,
  signal: check.signal,
});

/** Errors and answers of a run of one-shot classification. */
export interface OneShotResult {
  readonly name: string;
  /** Number of images to classify. */
  readonly images: number;
  /** Images whose nearest training image is of another class, by deformation of trees. */
  readonly wrong: number;
  /** The same by the squared distance of pixels. */
  readonly wrongPixels: number;
  /** The same by pixels, once the ink is centred and equally large. */
  readonly wrongCentredPixels: number;
  /** The class that each image is taken for, by deformation. */
  readonly answers: readonly number[];
  /** By deformation, of each image to each class, [t][c]. */
  readonly distances: readonly (readonly number[])[];
}

/**
 * Classifies the images of a run by one image of each class (Lake et al., 2015). Each image is parsed by itself (`infer`); then the tree of
 * each image to classify is fitted to each training image, and back, by moving parts (`deform`). The distance of two images is what
 * remains of the error and what the moves cost, divided by the error of an empty drawing, added up over both directions. The nearest
 * training image is the answer.
 *
 * @throws RnpError RNP_CONFIG for options, RNP_IMAGES for images of another shape than the model's; as `infer` and `deform`
 */
export async function classifyOneShot(
  model: Rnp,
  run: OneShotRun,
  options: ClassifyOneShotOptions = {},
): Promise<OneShotResult> {
  isParted('model', model);
  requireRun(run);
  checkOptions('options', options, looks);
  const { training, test } = run;
  const distances = await deformationDistances(model, run, options);
  const [asked, known] = [pixelsOf(test), pixelsOf(training)];
  const wrong = (given: readonly (readonly number[])[]): number =>
    given.filter((row, i) => nearest(row) !== test.labels![i]).length;
  const [askedCentred, knownCentred] = [centred(asked, test.imageShape), centred(known, test.imageShape)];
  return {
    name: run.name,
    images: test.length,
    wrong: wrong(distances),
    wrongPixels: wrong(squaredDistances(asked, known)),
    wrongCentredPixels: wrong(squaredDistances(askedCentred, knownCentred)),
    answers: distances.map(nearest),
    distances,
  };
}

function requireRun(run: OneShotRun): void {
  check.object('run', run);
  check.text('run.name', run.name);
  for (const part of ['training', 'test'] as const) {
    check.object(`run.${part}`, run[part]);
    check.wholeNumber(`run.${part}.length`, run[part].length, 1);
    check.bytes(`run.${part}.images`, run[part].images);
    check.array(`run.${part}.imageShape`, run[part].imageShape);
    check.array(`run.${part}.labels`, run[part].labels);
  }
}

async function deformationDistances(
  model: Rnp,
  { training, test }: OneShotRun,
  { infer: steps = 50, deform: fitting = {}, signal }: ClassifyOneShotOptions,
): Promise<readonly (readonly number[])[]> {
  const stop = signal === undefined ? {} : { signal };
  const images = tf.tidy(() => tf.concat([test, training].map(tensorOf))) as tf.Tensor4D;
  const [asked, known] = [[...test.labels!.keys()], [...training.labels!.keys()].map((i) => test.length + i)];
  const pairs = asked.flatMap((one) => known.map((other) => [one, other] as const));
  const both = [...pairs, ...pairs.map(([one, other]) => [other, one] as const)];
  try {
    const { trees } = await infer(model, images, { steps, ...stop });
    const targets = tf.tidy(() =>
      tf.gather(
        images,
        both.map(([, target]) => target),
      ),
    );
    try {
      const of = both.map(([source]) => trees[source]!);
      const costs = (await deform(model, of, targets, { ...fitting, ...stop })).map(costOf);
      return asked.map((_, i) =>
        known.map((_, j) => costs[i * known.length + j]! + costs[pairs.length + i * known.length + j]!),
      );
    } finally {
      targets.dispose();
    }
  } finally {
    images.dispose();
  }
}

/** Without it images of little ink would be near to everything. */
function costOf({ pixels, actions, whole, blank }: Deformation): number {
  return (pixels + whole + actions.reduce((a, b) => a + b, 0)) / Math.max(blank, Number.MIN_VALUE);
}

function tensorOf(data: OneShotRun['test']): tf.Tensor4D {
  const [pixels] = sequentialBatches(data, data.length);
  return tf.tensor4d(pixels!, [data.length, ...data.imageShape]);
}

function nearest(distances: readonly number[]): number {
  return distances.indexOf(Math.min(...distances));
}
