import type { SettingGround, SettingRow } from '@rnp/errors';
import { oneLevel } from '@rnp/recursive-decoder';
import { modelSettings } from '../rnp/modelSettings.js';
import type { RnpOptions } from '../rnp/rnpConfig.js';
import { type LearningConfig, learningSettings } from './learningSettings.js';

/**
 * Everything that decides what a training run computes, beside the model's config and the data: with the
 * same values and backend, a run gives the same numbers.
 */
export interface TrainingConfig extends LearningConfig {
  /** Optimiser steps of the whole run; the learning-rate schedule spans them. */
  readonly steps: number;
  /** Images a step. */
  readonly batchSize: number;
  /** Seeds the order of the data and the noise of the posterior (weights are seeded by `createRnp`). */
  readonly seed: number;
  /** Peak learning rate of Adam. */
  readonly learningRate: number;
  /** Steps over which the rate rises linearly from 0. */
  readonly warmup: number;
  /** What the rate does after the warm-up: fall to 0 along a cosine, or stay. */
  readonly schedule: 'cosine' | 'constant';
  /** Largest global gradient norm, or null for no limit. */
  readonly clipNorm: number | null;
  /** Each gradient entry is limited to ± this (the authors' 0.1), or null. */
  readonly clipValue: number | null;
  /** Whether the loss is averaged over the batch or summed (the authors). */
  readonly reduction: 'mean' | 'sum';
  /** Weight of the KL divergence. */
  readonly beta: number;
  /** Weight λ of ‖H_state‖ + ‖H_policy‖ (unsquared L2 norms). */
  readonly weightNorm: number;
  /** Weight of the patch term, Eq. (2), for every inner level. */
  readonly patchWeight: number;
  /** Weights of the overlap penalty, top level first; empty for none. */
  readonly overlap: readonly number[];
  /** Steps before the overlap penalty sets in: children first learn to draw, then to differ. */
  readonly overlapDelay: number;
  /** Steps after that over which its weights rise linearly from 0. */
  readonly overlapWarmup: number;
  /** Steps after that over which its weights fall linearly to `overlapFinal` of them; 0: they stay. */
  readonly overlapDecay: number;
  /** Share of the weights that is left after the fall, 0 to 1. */
  readonly overlapFinal: number;
  /**
   * Weights of the evenness penalty, top level first; empty for none. It costs up to its weight an image where one child draws all; the least overlap is had
   * so.
   */
  readonly evenness: readonly number[];
  /**
   * Where the encoder looks at parts: weight of the squared error between what and where they are and what their programs predict, summed over
   * parts. The smaller, the more a tree may leave its program.
   */
  readonly nodeWeight: number;
  /** Likewise: weight of the squared error of what the program alone draws, before parts are looked at. */
  readonly glanceWeight: number;
  /**
   * Beginnings of names of parameters, such as `decoder/` or `decoder/state/`, that training leaves as they are, to
   * the last bit: only an encoder adapts to hypernetworks learned elsewhere (Fig. 3B, 3C). The clipped norm is that
   * of the others alone. Running averages of batch norms follow the data all the same.
   */
  readonly frozen: readonly string[];
}

/** The settings beside one of training. */
export interface BesideTraining {
  readonly model: RnpOptions;
  readonly training: Partial<TrainingConfig>;
}

type Ground = SettingGround<BesideTraining>;

const noOverlap: Ground = {
  said: 'overlap=none or 0, which is no penalty',
  holds: ({ training: { overlap = trainingSettings.overlap.default } }) =>
    !overlap.some((weight) => weight > 0),
};
const noDecay: Ground = {
  said: 'overlapDecay=0, where the weights do not fall',
  holds: ({ training: { overlapDecay = trainingSettings.overlapDecay.default } }) => overlapDecay === 0,
};
const nothingFalls: Ground = {
  said: 'overlapFinal=1, where the weights do not fall',
  holds: ({ training: { overlapFinal = trainingSettings.overlapFinal.default } }) => overlapFinal === 1,
};

const noLooks: Ground = {
  said: 'looks=top, where no part is looked at',
  holds: ({ model: { looks = modelSettings.looks.default } }) => looks === 'top',
};

type Rows = { readonly [K in keyof TrainingConfig]: SettingRow<TrainingConfig[K], BesideTraining> };

const perLevel = {
  type: 'list',
  of: 'number',
  min: 0,
  entries: 'weights of 0 or more, one per level, top first',
} as const;

/**
 * Every setting of training: a field of `TrainingConfig` and a row here are all that a new one needs. `trainingConfig` and the defaults
 * follow from the rows, and so do the command's `--set`, its table and the page of settings, in this order.
 *
 * The defaults are the quick recipe (docs/model.md). The paper's values are the CLI's `paper-…` presets.
 */
export const trainingSettings: Rows = /* @__PURE__ */ Object.freeze<Rows>({
  steps: {
    default: 1000,
    values: { type: 'wholeNumber', min: 1 },
    meaning:
      'optimiser steps of the whole run, one for each batch; childrenPerLevel sets the number of parts',
    example: 3000,
    alsoCalled: ['iterations', 'maxsteps', 'numsteps'],
  },
  batchSize: {
    default: 64,
    values: { type: 'wholeNumber', min: 1 },
    meaning: 'images per step',
    example: 128,
    alsoCalled: ['bs', 'batch'],
  },
  seed: {
    default: 1,
    values: { type: 'wholeNumber', min: 0 },
    meaning: 'seed of weights, data order and noise',
    example: 2,
    alsoCalled: ['randomseed'],
  },
  learningRate: {
    default: 6e-4,
    values: { type: 'number', min: 0 },
    meaning: 'peak rate of Adam',
    example: 3e-4,
    alsoCalled: ['lr', 'rate'],
  },
  warmup: {
    default: 100,
    values: { type: 'wholeNumber', min: 0 },
    meaning: 'steps over which the rate rises',
    example: 200,
    alsoCalled: ['warmupsteps'],
  },
  schedule: {
    default: 'cosine',
    values: { type: 'choice', of: ['cosine', 'constant'] },
    meaning: 'the rate after that',
    example: 'constant',
    alsoCalled: ['scheduler', 'lrscheduler'],
  },
  clipNorm: {
    default: 10,
    values: { type: 'number', above: 0, none: 'no clipping' },
    meaning: 'largest global norm of the gradient',
    example: 1,
    alsoCalled: ['clip', 'gradclip', 'maxnorm'],
  },
  clipValue: {
    default: null,
    values: { type: 'number', above: 0, none: 'no clipping' },
    meaning: 'largest entry of the gradient',
    example: 0.1,
  },
  reduction: {
    default: 'mean',
    values: { type: 'choice', of: ['mean', 'sum'] },
    meaning: 'loss averaged over the batch or summed',
    example: 'sum',
  },
  beta: {
    default: 0.2,
    values: { type: 'number', min: 0 },
    meaning: 'weight β of the KL divergence',
    example: 1,
    alsoCalled: ['klweight'],
  },
  weightNorm: {
    default: 0,
    values: { type: 'number', min: 0 },
    meaning: 'weight of the hypernetworks’ norms',
    example: 1e-4,
    ofParts: true,
  },
  patchWeight: {
    default: 0,
    values: { type: 'number', min: 0 },
    meaning: 'weight of the patch term, Eq. (2)',
    example: 0.1,
    ofParts: true,
    idleWith: [oneLevel],
  },
  overlap: {
    default: Object.freeze([]) as readonly number[],
    values: perLevel,
    meaning: 'weight of the overlap penalty at each level; one number is for all levels',
    example: [0.03, 0.05],
    ofParts: true,
  },
  overlapDelay: {
    default: 0,
    values: { type: 'wholeNumber', min: 0 },
    meaning: 'steps before the overlap penalty starts',
    example: 500,
    ofParts: true,
    idleWith: [noOverlap],
  },
  overlapWarmup: {
    default: 0,
    values: { type: 'wholeNumber', min: 0 },
    meaning: 'steps after that over which its weights rise',
    example: 300,
    ofParts: true,
    idleWith: [noOverlap],
  },
  overlapDecay: {
    default: 0,
    values: { type: 'wholeNumber', min: 0 },
    meaning: 'steps after that over which its weights fall',
    example: 1000,
    ofParts: true,
    idleWith: [noOverlap, nothingFalls],
  },
  overlapFinal: {
    default: 1,
    values: { type: 'number', min: 0, max: 1 },
    meaning: 'share of its weights that remains after that',
    example: 0.1,
    ofParts: true,
    idleWith: [noOverlap, noDecay],
  },
  evenness: {
    default: Object.freeze([]) as readonly number[],
    values: perLevel,
    meaning: 'weight of the penalty where few children draw all; one number is for all levels',
    example: [3, 0],
    ofParts: true,
  },
  nodeWeight: {
    default: 0.1,
    values: { type: 'number', min: 0 },
    meaning: 'weight of what looked-at parts depart from what their programs predict',
    example: 0.3,
    ofParts: true,
    idleWith: [noLooks],
  },
  glanceWeight: {
    default: 0.5,
    values: { type: 'number', min: 0 },
    meaning: 'weight of the error of what the program draws before its parts are looked at',
    example: 0.2,
    ofParts: true,
    idleWith: [noLooks],
  },
  frozen: {
    default: Object.freeze([]) as readonly string[],
    values: { type: 'list', of: 'text', entries: 'beginnings of parameter names, such as decoder/' },
    meaning: 'prefixes of the names of parameters that are not trained',
    example: ['encoder/'],
    alsoCalled: ['freeze'],
  },
  ...learningSettings,
});
