import { RnpError } from '@rnp/errors';
import type { ParseTree } from '@rnp/recursive-decoder';
import type * as tf from '@tensorflow/tfjs-core';
import { checkSetting } from '../checks.js';
import { type Looks, levelsOf, requireLooks } from '../encoder/looks.js';
import { countedLevels } from './countedLevels.js';
import { maxPrecision, minPrecision, ofLevels, type Precisions } from './precisions.js';
import { type PresenceOptions, type WholePresence, wholePresence } from './presence.js';

/** What inference may move: the top program; the children of the top program as well; the children of every program. */
export type FreeNodes = Looks;

/**
 * Where a descent begins: 'encoder', at what one look of the encoder says; 'zero', at programs of zeros, or 'prior', at samples of the prior
 * drawn by `seed`, which tell whether a descent needs an encoder at all; or at trees, one for each image, such as an earlier inference found.
 */
export type InferStart = 'encoder' | 'zero' | 'prior' | readonly ParseTree[];

const starts: readonly InferStart[] = Object.freeze(['encoder', 'zero', 'prior'] as const);

/**
 * How a descent steps: by Adam, which gives every number about the same way to go; or by the plain gradient, which leaves where little is to
 * be won about where it is.
 */
export type InferOptimiser = 'adam' | 'gradient';

const optimisers: readonly InferOptimiser[] = Object.freeze(['adam', 'gradient'] as const);

export interface InferOptions {
  readonly free?: FreeNodes;
  /** Steps of descent; 0 for where it begins. */
  readonly steps?: number;
  readonly start?: InferStart;
  /** Of the prior's programs, where it begins with them. */
  readonly seed?: number;
  readonly optimiser?: InferOptimiser;
  /**
   * The largest: of Adam in units of z, whose prior has a deviation of 1 (0.14 unless given); of the plain gradient what that is multiplied by
   * (0.001 unless given). Actions, which lie in [-1, 1], move by 0.6 of it. The rate rises over the first 10 steps and falls over the last 0.8
   * of all steps.
   */
  readonly learningRate?: number;
  /** Those left out are the model's own, or as by default where it has none. */
  readonly precisions?: Partial<Precisions>;
  /**
   * Parts have to earn their presence, those of the top program, or of as many `levels` as are asked for: before all steps, each round tries every
   * image with all its parts and without each of them, and takes the part without which it costs least, as long as that is less than the part's
   * cost; the parts that are left go down all steps then. The steps of an absent part go on silently in its program. Unless given, every part is there that was where it began.
   */
  readonly presence?: PresenceOptions;
  /**
   * [b, h, w, c] or [h, w, c] in [0, 1]: a known picture behind what is drawn, in place of what the program says is there; of a model with
   * `compositing: 'over'`. It stays the caller's.
   */
  readonly ground?: tf.Tensor4D | tf.Tensor3D;
  readonly signal?: AbortSignal;
}

/** Quoted by docs/model.md, *Looking again*. */
export const defaultInferOptions: Required<
  Omit<InferOptions, 'signal' | 'learningRate' | 'presence' | 'precisions' | 'ground'>
> & { readonly precisions: Precisions } = Object.freeze({
  free: 'all',
  steps: 50,
  start: 'encoder',
  seed: 0,
  optimiser: 'adam',
  precisions: Object.freeze({ pixels: 1, top: 0.1, states: 0.1, actions: 0.1 }),
});

/** Quoted likewise. */
const defaultLearningRates: Readonly<Record<InferOptimiser, number>> = Object.freeze({
  adam: 0.14,
  gradient: 0.001,
});

export const inferOptionNames: readonly string[] = Object.freeze([
  ...Object.keys(defaultInferOptions),
  'learningRate',
  'presence',
  'ground',
  'signal',
]);

/** Options with none left out. */
export interface WholeInferOptions {
  /** What errors call them, such as `options.inferred` where they are part of others. */
  readonly path: string;
  readonly free: FreeNodes;
  readonly steps: number;
  readonly start: InferStart;
  readonly seed: number;
  readonly optimiser: InferOptimiser;
  readonly learningRate: number;
  readonly precisions: Precisions;
  readonly presence?: WholePresence;
  readonly ground?: tf.Tensor4D | tf.Tensor3D;
  readonly signal?: AbortSignal;
}

/**
 * @param own precisions of the model, of all its levels, in place of those by default
 * @throws RnpError RNP_CONFIG naming the option that is unknown or out of range
 */
export function wholeInferOptions(
  path: string,
  options: InferOptions,
  own: Precisions | null = null,
): WholeInferOptions {
  checkSetting.options(path, options, [], inferOptionNames);
  const chosen = { ...defaultInferOptions, ...defined(options) };
  checkSetting.choice(`${path}.optimiser`, chosen.optimiser, optimisers);
  const whole: Omit<InferOptions, 'precisions'> & typeof chosen & { readonly learningRate: number } = {
    learningRate: defaultLearningRates[chosen.optimiser],
    ...chosen,
  };
  requireLooks(`${path}.free`, whole.free);
  checkSetting.wholeNumber(`${path}.steps`, whole.steps, 0);
  if (!Array.isArray(whole.start)) checkSetting.choice(`${path}.start`, whole.start, starts);
  checkSetting.wholeNumber(`${path}.seed`, whole.seed, Number.MIN_SAFE_INTEGER);
  checkSetting.number(`${path}.learningRate`, whole.learningRate, Number.MIN_VALUE);
  const names = Object.keys(defaultInferOptions.precisions) as (keyof Precisions)[];
  const { precisions: given = {} } = options;
  checkSetting.options(`${path}.precisions`, given, [], names);
  const precisions = { ...ownOf(own, whole.free), ...defined(given) } as Precisions;
  for (const name of names) {
    const [at, value] = [`${path}.precisions.${name}`, precisions[name]];
    // Where an error of the pixels costs nothing, nothing is looked at.
    const min = name === 'pixels' ? minPrecision : 0;
    const isPrecision = (where: string, one: unknown): void =>
      checkSetting.number(where, one, min, maxPrecision);
    if (Array.isArray(value) && (name === 'states' || name === 'actions'))
      checkSetting.array(at, value, isPrecision);
    else isPrecision(at, value);
  }
  if (options.signal !== undefined) checkSetting.signal(`${path}.signal`, options.signal);
  const { presence, ...rest } = whole;
  return {
    path,
    ...rest,
    precisions,
    ...(presence !== undefined && {
      presence: wholePresence(`${path}.presence`, presence, precisions.pixels),
    }),
  };
}

/** Those of the levels that are freed. */
function ownOf(own: Precisions | null, free: FreeNodes): Precisions {
  return own === null
    ? defaultInferOptions.precisions
    : ofLevels(own, levelsOf(free, Number.POSITIVE_INFINITY));
}

/**
 * Sees that precisions given level by level are as many as levels are freed.
 *
 * @throws RnpError RNP_CONFIG
 */
export function requireLevels({ precisions, free }: WholeInferOptions, levels: number): void {
  const freed = levelsOf(free, levels);
  for (const name of ['states', 'actions'] as const) {
    const given = precisions[name];
    if (typeof given === 'number' || given.length === freed) continue;
    const complaint = `has ${given.length} for ${countedLevels(freed)} freed; give one for each, top first, or one for all`;
    throw new RnpError('RNP_CONFIG', complaint, { path: `precisions.${name}` });
  }
}

/** Without the entries that are undefined. */
function defined<T extends object>(values: T): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
