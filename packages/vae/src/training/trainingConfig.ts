import { RnpError, shown } from '@rnp/errors';
import { checkSetting } from '../checks.js';

/**
 * Everything that decides what a training run computes, beside the model's config and the data: with the
 * same values and backend, a run gives the same numbers.
 */
export interface TrainingConfig {
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
   * Beginnings of names of parameters, such as `decoder/` or `decoder/state/`, that training leaves as they are, to
   * the last bit: only an encoder adapts to hypernetworks learned elsewhere (Fig. 3B, 3C). The clipped norm is that
   * of the others alone. Running averages of batch norms follow the data all the same.
   */
  readonly frozen: readonly string[];
}

/** The quick recipe (docs/model.md). The paper's values are the CLI's `paper-…` presets. */
export const defaultTrainingConfig: TrainingConfig = Object.freeze({
  steps: 1000,
  batchSize: 64,
  seed: 1,
  learningRate: 6e-4,
  warmup: 100,
  schedule: 'cosine',
  clipNorm: 10,
  clipValue: null,
  reduction: 'mean',
  beta: 0.2,
  weightNorm: 0,
  patchWeight: 0,
  overlap: Object.freeze([]) as readonly number[],
  overlapDelay: 0,
  overlapWarmup: 0,
  overlapDecay: 0,
  overlapFinal: 1,
  frozen: Object.freeze([]) as readonly string[],
});

/**
 * Defaults filled in and every value checked.
 *
 * @throws RnpError RNP_CONFIG naming the setting and its range
 */
export function trainingConfig(given: Partial<TrainingConfig> = {}): TrainingConfig {
  checkSetting.options('training', given, [], Object.keys(defaultTrainingConfig));
  const config: TrainingConfig = { ...defaultTrainingConfig, ...withoutUndefined(given) };
  requireTraining(config, Object.keys(defaultTrainingConfig) as Name[]);
  return config;
}

type Name = keyof TrainingConfig;

type Check = (path: string, value: unknown) => void;

const atLeast =
  (min: number): Check =>
  (path, value) =>
    checkSetting.wholeNumber(path, value, min);

const notNegative: Check = (path, value) => checkSetting.number(path, value, 0);

const limit: Check = (path, value) => {
  if (value === null || (Number.isFinite(value) && (value as number) > 0)) return;
  throw invalid(path, 'must be a number above 0, or null for no clipping', value);
};

/** What each value must be. */
const checks: Readonly<Record<Name, Check>> = {
  steps: atLeast(1),
  batchSize: atLeast(1),
  seed: atLeast(0),
  learningRate: notNegative,
  warmup: atLeast(0),
  schedule: (path, value) => checkSetting.choice(path, value, ['cosine', 'constant']),
  clipNorm: limit,
  clipValue: limit,
  reduction: (path, value) => checkSetting.choice(path, value, ['mean', 'sum']),
  beta: notNegative,
  weightNorm: notNegative,
  patchWeight: notNegative,
  overlap: (path, value) => {
    if (Array.isArray(value) && value.every((weight) => Number.isFinite(weight) && weight >= 0)) return;
    throw invalid(path, 'must be a list of weights of 0 or more, one per level, top first', value);
  },
  overlapDelay: atLeast(0),
  overlapWarmup: atLeast(0),
  overlapDecay: atLeast(0),
  overlapFinal: (path, value) => checkSetting.number(path, value, 0, 1),
  frozen: (path, value) => {
    if (Array.isArray(value) && value.every((prefix) => typeof prefix === 'string' && prefix)) return;
    throw invalid(path, 'must be a list of beginnings of parameter names, such as decoder/', value);
  },
};

/**
 * Sees that these values of a config are there and in range, for what needs no more of it.
 *
 * @throws RnpError RNP_CONFIG naming the setting and its range
 */
export function requireTraining(config: Partial<TrainingConfig>, names: readonly Name[]): void {
  checkSetting.object('training', config);
  for (const name of names) checks[name](`training.${name}`, config[name]);
}

function withoutUndefined(given: Partial<TrainingConfig>): Partial<TrainingConfig> {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function invalid(path: string, problem: string, value: unknown): RnpError {
  return new RnpError('RNP_CONFIG', `${problem}, not ${shown(value)}`, { path });
}
