import { RnpError, shown, unawaited } from '@rnp/errors';
import { select } from '@rnp/nn';
import {
  type ParseMetrics,
  type ParseTally,
  type ParseTree,
  parseMetrics,
  parseTrees,
  tallyParse,
} from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import type { Bound } from './bound/bound.js';
import { measuredBounds } from './bound/treeBounds.js';
import { evaluatedBoundOptions, type TreeBoundsOptions } from './bound/treeBoundsOptions.js';
import { checkSetting } from './checks.js';
import { decodedBy, givenLevels } from './decodedBy.js';
import { descended } from './infer/descent.js';
import { type Energy, meanEnergy, readEnergies } from './infer/energy.js';
import { readTrees } from './infer/freeTree.js';
import {
  type InferOptions,
  type InferStart,
  type WholeInferOptions,
  wholeInferOptions,
} from './infer/inferOptions.js';
import { meanTerms } from './infer/meanTerms.js';
import { countedParts, partCosts } from './infer/presence.js';
import { countsOf } from './infer/treePresence.js';
import { isFloats, noNumber } from './inputs.js';
import type { Model } from './model.js';
import { requirePixels } from './pixels.js';
import { klDivergence } from './posterior.js';
import { requireModel } from './requireModel.js';
import { isRnp } from './rnp/isRnp.js';
import { oneLook } from './rnp/oneLook.js';
import { tallyAndTreesOf, tallyOf } from './rnp/parsePrograms.js';
import { requireParts } from './rnp/requireParts.js';
import type { RnpNetwork } from './rnp/rnpNetwork.js';

/** Images in order, [n·h·w·c] values in [0, 1] a piece; `sequentialBatches(dataset)` of @rnp/datasets makes them. */
export type ImageBatches = Iterable<Float32Array>;

/** The figures quoted for a model (docs/model.md): over every image given, z = mean, or inferred from there. */
export interface Evaluation {
  readonly images: number;
  /** Σ squared error over pixels, a mean over images. */
  readonly ssePerImage: number;
  /** The KL divergence to the prior in nats, a mean over images. */
  readonly klPerImage: number;
  /** Is it a parse? Null for a model without parts. */
  readonly parse: ParseMetrics | null;
  /** Of inferred trees, a mean over images, term by term and level by level; null for one look of the encoder. */
  readonly energy: Energy | null;
  /** Of the trees that were measured, a mean over images, in nats, term by term and level by level; null unless it is asked for. */
  readonly bound: Bound | null;
  /** How many parts the top program of each image keeps, in order; null unless parts have to earn their `presence`. */
  readonly partCounts: readonly number[] | null;
  /**
   * The same of all `levels` whose parts have to earn their presence, top first: how many parts of each level each image keeps, [k][image]; the
   * first list is `partCounts`.
   */
  readonly partCountsPerLevel: readonly (readonly number[])[] | null;
}

/** Where inference begins with a batch: trees made of what one look says of it, and of its pixels, [n·h·w·c]; one for each image. */
export type StartOf = (looked: readonly ParseTree[], pixels: Float32Array) => readonly ParseTree[];

/** How `infer` goes on with each batch. */
export interface InferredOptions extends Omit<InferOptions, 'signal' | 'start'> {
  /** As of `infer`, or a function of the batch, such as one that calls `rebornParts`. */
  readonly start?: InferStart | StartOf;
}

export interface EvaluateOptions {
  /** Called after each batch with the images done. */
  readonly onProgress?: (images: number) => void;
  readonly signal?: AbortSignal;
  /** Measures the trees that `infer` finds, instead of what one look of the encoder says; the KL stays the encoder's. */
  readonly inferred?: InferredOptions;
  /** Measures as well a lower bound of ln p(x) with the trees, as `treeBounds` does; it takes about as long as 20 steps of inference. */
  readonly bound?: Omit<TreeBoundsOptions, 'signal'>;
  /**
   * Called with the trees that were measured, batch by batch, one for each image in order: for figures of one's own. A model without parts
   * has none.
   */
  readonly onTrees?: (trees: readonly ParseTree[]) => void;
}

/**
 * Measures a model on a set of images. Sums are kept in float64.
 *
 * @throws RnpError RNP_CONFIG for options that are none, and where inference or trees are asked of a model without parts; RNP_IMAGES when
 *   there is no image, or a batch is not a whole number of images or has a value outside [0, 1]; RNP_DIVERGED when a figure is not a number; RNP_WEIGHTS when the model is disposed of, also during the call
 */
export async function evaluate(
  model: Model,
  batches: ImageBatches,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  requireModel(model);
  checkSetting.options('options', options, [], ['onProgress', 'signal', 'inferred', 'bound', 'onTrees']);
  const { onProgress, signal, inferred, bound, onTrees } = options;
  if (onProgress !== undefined) checkSetting.callable('options.onProgress', onProgress);
  if (signal !== undefined) checkSetting.signal('options.signal', signal);
  if (onTrees !== undefined) {
    checkSetting.callable('options.onTrees', onTrees);
    requireParts(model.network);
  }
  const closely = inferred === undefined ? undefined : closeLook(model, inferred, signal);
  const bounded = bound && evaluatedBoundOptions(model, bound, inferred);
  if (typeof unawaited(batches)?.[Symbol.iterator] !== 'function') {
    const complaint = `must go through batches of images, as sequentialBatches(dataset) of @rnp/datasets does, not ${shown(batches)}`;
    throw new RnpError('RNP_IMAGES', complaint, { path: 'batches' });
  }
  const shape = model.network.imageShape;
  const tallies: ParseTally[] = [];
  const energies: Energy[] = [];
  const bounds: Bound[] = [];
  const partCounts: (readonly number[])[] = [];
  let [count, sse, kl] = [0, 0, 0];
  for (const pixels of batches) {
    signal?.throwIfAborted();
    const images = imagesOf(pixels, shape);
    try {
      const wanted = onTrees !== undefined || bounded !== undefined;
      const {
        figures,
        tally,
        trees,
        energies: found = [],
        counts = [],
      } = closely !== undefined && isRnp(model)
        ? await measuredTrees(model, images, await closely(images, pixels), wanted)
        : await measured(model, images, wanted);
      if (!figures.every(Number.isFinite)) throw noNumber('a figure');
      for (let i = 0; i < images.shape[0]; i++) {
        sse += figures[i]!;
        kl += figures[images.shape[0] + i]!;
      }
      count += images.shape[0];
      if (tally !== null) tallies.push(tally);
      if (trees !== null) onTrees?.(trees);
      if (trees !== null && bounded !== undefined && isRnp(model))
        bounds.push(
          ...(await measuredBounds(model, trees, images, { ...bounded, ...(signal && { signal }) })),
        );
      energies.push(...found);
      partCounts.push(...counts);
    } finally {
      images.dispose();
    }
    onProgress?.(count);
  }
  if (count === 0) throw new RnpError('RNP_IMAGES', 'there is no image to evaluate on');
  const perLevel = countedParts(partCounts, inferred?.presence);
  return {
    images: count,
    ssePerImage: sse / count,
    klPerImage: kl / count,
    parse: tallies.length > 0 ? parseMetrics(tallies) : null,
    energy: energies.length > 0 ? meanEnergy(energies) : null,
    bound: bounds.length > 0 ? meanTerms(bounds) : null,
    partCounts: perLevel?.[0] ?? null,
    partCountsPerLevel: perLevel,
  };
}

/** What `infer` is to do with a batch. @throws RnpError RNP_CONFIG for a model without parts, or options out of range */
function closeLook(
  model: Model,
  options: InferredOptions,
  signal: AbortSignal | undefined,
): (images: tf.Tensor4D, pixels: Float32Array) => Promise<WholeInferOptions> {
  requireParts(model.network);
  checkSetting.object('options.inferred', options);
  const { start, ...inferred } = options;
  const of = (begun: InferStart | undefined): WholeInferOptions => {
    const given = { ...inferred, ...(begun && { start: begun }) };
    const whole = wholeInferOptions('options.inferred', given, model.precisions);
    return signal ? { ...whole, signal } : whole;
  };
  const whole = of(typeof start === 'function' ? undefined : start);
  if (typeof start !== 'function') return async () => whole;
  return async (images, pixels) => {
    const { trees } = await measured(model, images, true);
    return of(start(trees ?? [], pixels));
  };
}

/** A batch of values as images, [b, h, w, c]. */
function imagesOf(pixels: Float32Array, shape: readonly [number, number, number]): tf.Tensor4D {
  const size = shape[0] * shape[1] * shape[2];
  if (!isFloats(unawaited(pixels))) {
    throw new RnpError('RNP_IMAGES', `a batch must be a Float32Array, not ${shown(pixels)}`, {
      path: 'batches',
    });
  }
  if (pixels.length === 0 || pixels.length % size !== 0) {
    throw new RnpError(
      'RNP_IMAGES',
      `a batch of ${pixels.length} values is no whole number of ${shape.join('×')} images`,
    );
  }
  requirePixels(pixels, pixels.length / size);
  return tf.tensor4d(pixels, [pixels.length / size, ...shape]);
}

/** Of one batch: squared errors and KLs, one after another, and the sums behind the parse metrics. */
interface Measured {
  readonly figures: readonly number[];
  readonly tally: ParseTally | null;
  /** Null where nobody wants them. */
  readonly trees: readonly ParseTree[] | null;
  /** Of inferred trees alone. */
  readonly energies?: readonly Energy[];
  /** Of inferred trees, where parts may be absent: how many parts of each level are there, top first. */
  readonly counts?: readonly (readonly number[])[];
}

/** Of inferred trees. */
async function measuredTrees(
  model: Model<RnpNetwork>,
  images: tf.Tensor4D,
  options: WholeInferOptions,
  wanted: boolean,
): Promise<Measured> {
  const kl = tf.tidy(() => klDivergence(model.encode(images)));
  try {
    return await descended(
      model,
      images,
      options,
      async ({ drawnBy, best: { tree, table, presence: there } }) => {
        const rows = await readEnergies(table, partCosts(options.presence, there));
        const energies = rows.map(({ energy }) => energy);
        const figures = [...rows.map(({ squaredError }) => squaredError), ...(await kl.data())];
        if (!figures.every(Number.isFinite)) return { figures, tally: null, trees: null };
        const counts = there?.map(countsOf);
        const ofTrees = async (...read: Parameters<typeof parseTrees>): Promise<Measured> => ({
          figures,
          tally: await tallyParse(read[0], model.network.spec.config),
          trees: wanted ? await parseTrees(...read) : null,
          energies,
          ...(counts && { counts }),
        });
        return readTrees(drawnBy, tree, ofTrees, there);
      },
    );
  } finally {
    kl.dispose();
  }
}

/** Of one look. */
async function measured(model: Model, images: tf.Tensor4D, wanted: boolean): Promise<Measured> {
  const look = oneLook(model, images);
  const program = look.posterior.mean;
  let perImage: tf.Tensor | undefined;
  try {
    perImage = tf.tidy(() => {
      const decoder = select(model.weights.parameters, 'decoder');
      const { canvas } = decodedBy(model.network, decoder, program, givenLevels(look.levels));
      const error = tf.square(tf.sub(canvas, images));
      const squaredErrors = tf.sum(tf.reshape(error, [images.shape[0], -1]), 1);
      return tf.stack([squaredErrors, klDivergence(look.posterior)]);
    });
    const figures = [...(await perImage.data())];
    if (!figures.every(Number.isFinite) || !isRnp(model)) return { figures, tally: null, trees: null };
    const { network, weights } = model;
    const given = { program, levels: look.levels };
    if (wanted) return { figures, ...(await tallyAndTreesOf(network, weights, given)) };
    return { figures, tally: await tallyOf(network, weights, given), trees: null };
  } finally {
    tf.dispose([look, perImage] as unknown as tf.TensorContainer);
  }
}
