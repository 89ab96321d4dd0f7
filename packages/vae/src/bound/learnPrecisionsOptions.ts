import { RnpError } from '@rnp/errors';
import { checkSetting } from '../checks.js';
import { type InferOptions, wholeInferOptions } from '../infer/inferOptions.js';
import type { Precisions } from '../infer/precisions.js';
import type { Bound } from './bound.js';
import { type TreeBoundsOptions, wholeTreeBoundsOptions } from './treeBoundsOptions.js';

/** A round of `learnPrecisions` that is done. */
export interface LearnPrecisionsProgress {
  /** From 1. */
  readonly round: number;
  readonly rounds: number;
  /** Those that this round has found. */
  readonly precisions: Precisions;
  /** With the precisions before them, a mean over the images. */
  readonly bound: Bound;
}

export interface LearnPrecisionsOptions
  extends Pick<InferOptions, 'steps' | 'start' | 'optimiser' | 'learningRate'>,
    Omit<TreeBoundsOptions, 'precisions'> {
  /** Of inference and estimate; 6 unless given. */
  readonly rounds?: number;
  /** Which are learned; the others stay. All but the top program's unless given: samples of the prior come from N(0, 1). */
  readonly learned?: readonly (keyof Precisions)[];
  /** Where they begin; those left out are as `treeBounds` has them of a model without its own. */
  readonly precisions?: Partial<Precisions>;
  /** Called after each round. */
  readonly onProgress?: (progress: LearnPrecisionsProgress) => void;
}

const kinds: readonly (keyof Precisions)[] = Object.freeze(['pixels', 'top', 'states', 'actions']);

const defaultLearnPrecisionsOptions = Object.freeze({
  rounds: 6,
  learned: Object.freeze(['pixels', 'states', 'actions'] as const),
});

/** Options with none left out. */
export interface WholeLearnPrecisionsOptions {
  readonly rounds: number;
  readonly learned: readonly (keyof Precisions)[];
  readonly infer: ReturnType<typeof wholeInferOptions>;
  readonly bounds: ReturnType<typeof wholeTreeBoundsOptions>;
  readonly onProgress?: (progress: LearnPrecisionsProgress) => void;
}

/** @throws RnpError RNP_CONFIG naming the option that is unknown or out of range */
export function wholeLearnPrecisionsOptions(
  path: string,
  options: LearnPrecisionsOptions,
  levels: number,
): WholeLearnPrecisionsOptions {
  const [ofInfer, ofBounds] = [
    ['steps', 'start', 'optimiser', 'learningRate', 'seed', 'signal'],
    ['precisions', 'samples', 'seed', 'signal'],
  ] as const;
  const own = ['rounds', 'learned', 'onProgress'];
  checkSetting.options(path, options, [], [...new Set([...own, ...ofInfer, ...ofBounds])]);
  const {
    rounds = defaultLearnPrecisionsOptions.rounds,
    learned = defaultLearnPrecisionsOptions.learned,
    onProgress,
  } = options;
  checkSetting.wholeNumber(`${path}.rounds`, rounds, 1);
  checkSetting.array(`${path}.learned`, learned, (at, name) => checkSetting.choice(at, name, kinds));
  if (learned.length === 0)
    throw new RnpError('RNP_CONFIG', 'must name at least one kind of precisions', {
      path: `${path}.learned`,
    });
  if (onProgress !== undefined) checkSetting.callable(`${path}.onProgress`, onProgress);
  return {
    rounds,
    learned: [...new Set(learned)],
    infer: wholeInferOptions(path, picked(options, ofInfer)),
    bounds: wholeTreeBoundsOptions(path, picked(options, ofBounds), levels),
    ...(onProgress && { onProgress }),
  };
}

/** Those of the names that are given. */
function picked<T extends object, Name extends keyof T>(options: T, names: readonly Name[]): Pick<T, Name> {
  return Object.fromEntries(
    names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  ) as Pick<T, Name>;
}
