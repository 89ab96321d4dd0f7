import type { Parameters } from '@rnp/hypernet';
import * as tf from '@tensorflow/tfjs-core';
import { ADAM, type AdamAttributes, optimiserModule } from '../wasm/optimiserKernels.js';

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

/** Zero moments for these weights. The caller owns them. */
export function initAdam(parameters: Parameters): AdamState {
  const zeros = (): Parameters =>
    Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, tf.zerosLike(value)]));
  return { first: zeros(), second: zeros(), updates: 0 };
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

/**
 * One Adam update. Pure: returns new weights and moments and leaves the old ones alone; the caller disposes
 * of what it no longer needs. A weight without a gradient keeps its value and its moments.
 */
export function adamUpdate(
  parameters: Parameters,
  gradients: Readonly<Record<string, tf.Tensor | null>>,
  state: AdamState,
  { learningRate, factor, clipValue }: AdamOptions,
): AdamUpdate {
  const updates = state.updates + 1;
  // The bias corrections are folded into the rate and into ε, which is the same update with fewer passes.
  const correction = Math.sqrt(1 - BETA2 ** updates);
  const rate = (learningRate * correction) / (1 - BETA1 ** updates);
  const attributes: AdamAttributes = {
    rate,
    epsilon: EPSILON * correction,
    beta1: BETA1,
    beta2: BETA2,
    limit: clipValue ?? Number.POSITIVE_INFINITY,
  };
  const next: Record<'parameters' | 'first' | 'second', Record<string, tf.Tensor>> = {
    parameters: {},
    first: {},
    second: {},
  };
  for (const [name, value] of Object.entries(parameters)) {
    const gradient = gradients[name];
    const [m, v] = [state.first[name]!, state.second[name]!];
    if (gradient === null || gradient === undefined) {
      Object.assign(next.parameters, { [name]: tf.clone(value) });
      Object.assign(next.first, { [name]: tf.clone(m) });
      Object.assign(next.second, { [name]: tf.clone(v) });
      continue;
    }
    const [newValue, newM, newV] = updateTensor({ value, gradient, first: m, second: v, factor }, attributes);
    next.parameters[name] = newValue!;
    next.first[name] = newM!;
    next.second[name] = newV!;
  }
  return { parameters: next.parameters, state: { first: next.first, second: next.second, updates } };
}

interface AdamInputs {
  readonly value: tf.Tensor;
  readonly gradient: tf.Tensor;
  readonly first: tf.Tensor;
  readonly second: tf.Tensor;
  readonly factor: tf.Scalar;
}

/** [value, first, second] after one update; one sweep on WASM, stock operations elsewhere. */
function updateTensor(inputs: AdamInputs, attributes: AdamAttributes): tf.Tensor[] {
  if (optimiserModule.ensure()) {
    return tf.engine().runKernel(ADAM, { ...inputs }, { ...attributes }) as tf.Tensor[];
  }
  return composedUpdate(inputs, attributes);
}

/** The update from stock operations: every backend but WASM, and the oracle of the fused kernel. */
export function composedUpdate(
  { value, gradient, first, second, factor }: AdamInputs,
  { rate, epsilon, beta1, beta2, limit }: AdamAttributes,
): tf.Tensor[] {
  return tf.tidy(() => {
    const scaled = tf.mul(gradient, factor);
    const g = Number.isFinite(limit) ? tf.clipByValue(scaled, -limit, limit) : scaled;
    const newFirst = tf.add(tf.mul(first, beta1), tf.mul(g, 1 - beta1));
    const newSecond = tf.add(tf.mul(second, beta2), tf.mul(tf.square(g), 1 - beta2));
    const step = tf.div(newFirst, tf.add(tf.sqrt(newSecond), epsilon));
    return [tf.sub(value, tf.mul(step, rate)), newFirst, newSecond];
  });
}
