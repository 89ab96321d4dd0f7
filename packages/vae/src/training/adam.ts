import type { Parameters } from '@rnp/hypernet';
import * as tf from '@tensorflow/tfjs-core';
import { checkSetting, checkWeights } from '../checks.js';
import { requireParameters } from '../requireWeights.js';
import { type AdamAttributes, adamKernel, optimiserModule } from '../wasm/optimiserKernels.js';
import { requireTraining } from './trainingConfig.js';

/** Adam's constants (docs/model.md; Kingma & Ba 2015). */
const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** Running moments of every trained weight, and how many updates they have seen. */
export interface AdamState {
  readonly first: Parameters;
  readonly second: Parameters;
  readonly updates: number;
}

/** Zero moments for these weights. The caller owns them. @throws ModelError RNP_WEIGHTS for what are no weights */
export function initAdam(parameters: Parameters): AdamState {
  requireParameters('parameters', parameters);
  const zeros = (): Parameters =>
    Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, tf.zerosLike(value)]));
  return { ...tf.tidy(() => ({ first: zeros(), second: zeros() })), updates: 0 };
}

export interface AdamUpdate {
  readonly parameters: Parameters;
  readonly state: AdamState;
}

export interface AdamOptions {
  readonly learningRate: number;
  /** Scalar every gradient is multiplied with (clipping by the global norm). */
  readonly factor: tf.Scalar;
  /** Entries are limited to ± this before the update, or null. */
  readonly clipValue: number | null;
}

/** The constants of update number `updates` (from 1). The bias corrections are folded into the rate and into ε. */
export function adamAttributes(
  updates: number,
  { learningRate, clipValue }: Pick<AdamOptions, 'learningRate' | 'clipValue'>,
): AdamAttributes {
  const correction = Math.sqrt(1 - BETA2 ** updates);
  return {
    rate: (learningRate * correction) / (1 - BETA1 ** updates),
    epsilon: EPSILON * correction,
    beta1: BETA1,
    beta2: BETA2,
    limit: clipValue ?? Number.POSITIVE_INFINITY,
  };
}

/**
 * One Adam update. The weights and gradients given stay the caller's; the new weights are new tensors. The moments
 * are taken over: `state` must not be used any more, and on WASM its memory becomes that of the new moments (a
 * clone made before keeps its values). A weight without a gradient keeps its value and its moments.
 *
 * @throws ModelError RNP_WEIGHTS naming a tensor that does not fit, RNP_CONFIG for a setting out of range; `state` is
 *   untouched then
 */
export function adamUpdate(
  parameters: Parameters,
  gradients: Readonly<Record<string, tf.Tensor | null>>,
  state: AdamState,
  settings: AdamOptions,
): AdamUpdate {
  requireUpdate(parameters, gradients, state);
  requireSettings(settings);
  const { factor, ...options } = settings;
  const updates = state.updates + 1;
  const names = Object.keys(parameters);
  const moved = names.filter((name) => (gradients[name] ?? null) !== null);
  const triples = updateTensors(
    moved.map((name) => ({
      value: parameters[name]!,
      gradient: gradients[name]!,
      first: state.first[name]!,
      second: state.second[name]!,
    })),
    factor,
    adamAttributes(updates, options),
  );
  const updated = new Map(moved.map((name, i) => [name, triples[i]!]));
  const collect = (change: (name: string) => tf.Tensor): Parameters =>
    Object.fromEntries(names.map((name) => [name, change(name)]));
  const next: AdamUpdate = {
    parameters: collect((name) => updated.get(name)?.value ?? tf.clone(parameters[name]!)),
    state: {
      first: collect((name) => updated.get(name)?.first ?? state.first[name]!),
      second: collect((name) => updated.get(name)?.second ?? state.second[name]!),
      updates,
    },
  };
  for (const name of moved) tf.dispose([state.first[name]!, state.second[name]!]);
  return next;
}

/** @throws ModelError RNP_WEIGHTS unless gradients and moments are those of these weights */
function requireUpdate(
  parameters: Parameters,
  gradients: Readonly<Record<string, tf.Tensor | null>>,
  state: AdamState,
): void {
  requireParameters('parameters', parameters);
  checkWeights.object('gradients', gradients);
  checkWeights.options('state', state, ['first', 'second', 'updates']);
  checkWeights.object('state.first', state.first);
  checkWeights.object('state.second', state.second);
  checkWeights.wholeNumber('state.updates', state.updates, 0);
  for (const [name, { shape }] of Object.entries(parameters)) {
    const gradient = gradients[name] ?? null;
    if (gradient !== null) checkWeights.tensor(`gradients["${name}"]`, gradient, shape);
    checkWeights.tensor(`state.first["${name}"]`, state.first[name], shape);
    checkWeights.tensor(`state.second["${name}"]`, state.second[name], shape);
  }
}

/** @throws ModelError RNP_CONFIG */
function requireSettings(settings: AdamOptions): void {
  checkSetting.options('settings', settings, ['learningRate', 'factor', 'clipValue']);
  requireTraining(settings, ['learningRate', 'clipValue']);
  checkSetting.tensor('settings.factor', settings.factor, []);
}

/** One weight's tensors, all of one shape. */
export interface AdamTensors {
  readonly value: tf.Tensor;
  readonly first: tf.Tensor;
  readonly second: tf.Tensor;
}

export interface AdamInputs extends AdamTensors {
  readonly gradient: tf.Tensor;
}

/** One kernel over all weights on WASM, stock operations elsewhere. */
function updateTensors(
  weights: readonly AdamInputs[],
  factor: tf.Scalar,
  attributes: AdamAttributes,
): readonly AdamTensors[] {
  return optimiserModule.ensure()
    ? adamKernel(weights, factor, attributes)
    : weights.map((inputs) => composedUpdate(inputs, factor, attributes));
}

/** The update from stock operations: every backend but WASM, and the oracle of the fused kernel. */
export function composedUpdate(
  { value, gradient, first, second }: AdamInputs,
  factor: tf.Scalar,
  { rate, epsilon, beta1, beta2, limit }: AdamAttributes,
): AdamTensors {
  const [newValue, newFirst, newSecond] = tf.tidy(() => {
    const scaled = tf.mul(gradient, factor);
    const g = Number.isFinite(limit) ? tf.clipByValue(scaled, -limit, limit) : scaled;
    const m = tf.add(tf.mul(first, beta1), tf.mul(g, 1 - beta1));
    const v = tf.add(tf.mul(second, beta2), tf.mul(tf.square(g), 1 - beta2));
    const step = tf.div(m, tf.add(tf.sqrt(v), epsilon));
    return [tf.sub(value, tf.mul(step, rate)), m, v];
  });
  return { value: newValue!, first: newFirst!, second: newSecond! };
}
