import { defineOp, type Op } from '@rnp/backend';
import { meant, RnpError } from '@rnp/errors';
import * as tf from '@tensorflow/tfjs-core';
import { check, checkLimit } from '../checks.js';
import type { Parameters, Shapes } from '../parameters.js';
import { expectShape, expectTensor, expectTensors } from '../shapeCheck.js';
import { type AdamAttributes, type AdamSettings, adamAttributes } from './adamAttributes.js';
import type { JoinedGradient } from './joinedGradients.js';
import { type AdamInputs, type AdamTensors, plainAdamOfAll, plainAdamOfGroup } from './plain.js';
import { wasmAdam } from './wasm.js';
import { webgpuAdam } from './webgpu.js';

/** Running moments of every trained weight, and how many updates they have seen. */
export interface AdamState {
  readonly first: Parameters;
  readonly second: Parameters;
  readonly updates: number;
}

/** Zero moments for these weights. The caller owns them. @throws RnpError RNP_CONFIG, RNP_SHAPE if they are not weights */
export function initAdam(parameters: Parameters): AdamState {
  shapesOf(parameters);
  const zeros = (): Parameters =>
    Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, tf.zerosLike(value)]));
  return { ...tf.tidy(() => ({ first: zeros(), second: zeros() })), updates: 0 };
}

export interface AdamUpdate {
  readonly parameters: Parameters;
  readonly state: AdamState;
}

export interface AdamOptions extends AdamSettings {
  /** Scalar every gradient is multiplied with (clipping by the global norm). */
  readonly factor: tf.Scalar;
}

/**
 * One Adam update. The caller keeps the given weights and gradients; the new weights are new tensors. The update takes
 * ownership of the moments: do not use `state` afterwards. On WASM its memory becomes that of the new moments (an earlier
 * clone keeps its values).
 *
 * @param gradients one for each weight, by the same names. null means that the weight is not trained in this update, because it is
 *   frozen or the loss does not depend on it: it keeps its value and its moments. A missing name is an error.
 * @throws RnpError RNP_SHAPE naming a tensor that does not fit, RNP_WEIGHTS one that is missing or of no weight, RNP_CONFIG a
 *   setting out of range; `state` is untouched then
 */
export function adamUpdate(
  parameters: Parameters,
  gradients: Readonly<Record<string, tf.Tensor | null>>,
  state: AdamState,
  settings: AdamOptions,
): AdamUpdate {
  expectUpdate(parameters, gradients, state);
  checkSettings(settings);
  const { factor, ...options } = settings;
  const moved = Object.keys(parameters).filter((name) => gradients[name] !== null);
  const triples = updateTensors(
    moved.map((name) => ({
      value: parameters[name]!,
      gradient: gradients[name]!,
      first: state.first[name]!,
      second: state.second[name]!,
    })),
    factor,
    adamAttributes(state.updates + 1, options),
  );
  return afterUpdate(parameters, state, new Map(moved.map((name, i) => [name, triples[i]!])));
}

/** The same of gradients that are joined. @throws RnpError as `adamUpdate` */
export function adamOfJoined(
  parameters: Parameters,
  groups: readonly JoinedGradient[],
  state: AdamState,
  settings: AdamOptions,
): AdamUpdate {
  checkSettings(settings);
  const { factor, ...options } = settings;
  const attributes = adamAttributes(state.updates + 1, options);
  const updated = groups.flatMap(({ names, value, gradient }) => {
    const moments = names.map((name) => ({ first: state.first[name]!, second: state.second[name]! }));
    const next = plainAdamOfGroup(
      () => value,
      () => gradient,
      moments,
      factor,
      attributes,
    );
    return names.map((name, i) => [name, next[i]!] as const);
  });
  return afterUpdate(parameters, state, new Map(updated));
}

/** What an update has made of these weights; of the others nothing. It frees the moments that are done with. */
function afterUpdate(
  parameters: Parameters,
  state: AdamState,
  updated: ReadonlyMap<string, AdamTensors>,
): AdamUpdate {
  const names = Object.keys(parameters);
  const collect = (change: (name: string) => tf.Tensor): Parameters =>
    Object.fromEntries(names.map((name) => [name, change(name)]));
  const next: AdamUpdate = {
    parameters: collect((name) => updated.get(name)?.value ?? tf.clone(parameters[name]!)),
    state: {
      first: collect((name) => updated.get(name)?.first ?? state.first[name]!),
      second: collect((name) => updated.get(name)?.second ?? state.second[name]!),
      updates: state.updates + 1,
    },
  };
  for (const name of updated.keys()) tf.dispose([state.first[name]!, state.second[name]!]);
  return next;
}

/** @throws RnpError RNP_SHAPE, RNP_WEIGHTS unless gradients and moments are those of these weights */
function expectUpdate(
  parameters: Parameters,
  gradients: Readonly<Record<string, tf.Tensor | null>>,
  state: AdamState,
): void {
  const shapes = shapesOf(parameters);
  check.object('gradients', gradients);
  check.options('state', state, ['first', 'second', 'updates']);
  check.wholeNumber('state.updates', state.updates, 0);
  expectTensors('state.first', state.first, shapes);
  expectTensors('state.second', state.second, shapes);
  const names = Object.keys(shapes);
  const stranger = Object.keys(gradients).find((name) => !Object.hasOwn(shapes, name));
  if (stranger !== undefined) {
    const problem = `is the gradient of no weight${meant(stranger, names)}`;
    throw new RnpError('RNP_WEIGHTS', problem, { path: `gradients["${stranger}"]` });
  }
  for (const [name, shape] of Object.entries(shapes)) {
    const gradient = gradients[name];
    if (gradient === undefined) {
      const advice = 'give null for a weight that is not trained';
      throw new RnpError('RNP_WEIGHTS', `is missing; ${advice}`, { path: `gradients["${name}"]` });
    }
    if (gradient !== null) expectShape(`gradients["${name}"]`, gradient, shape);
  }
}

/** @throws RnpError RNP_CONFIG, RNP_SHAPE if they are not tensors by name */
function shapesOf(parameters: Parameters): Shapes {
  check.object('parameters', parameters);
  return Object.fromEntries(
    Object.entries(parameters).map(([name, tensor]) => {
      expectTensor(`parameters["${name}"]`, tensor);
      return [name, tensor.shape];
    }),
  );
}

/** @throws RnpError RNP_CONFIG; RNP_SHAPE for a factor that is no scalar */
function checkSettings(settings: AdamOptions): void {
  check.options('settings', settings, ['learningRate', 'factor', 'clipValue'], ['beta1', 'beta2']);
  check.number('settings.learningRate', settings.learningRate, 0);
  for (const name of ['beta1', 'beta2'] as const) {
    // At 1 nothing of a gradient would count.
    if (settings[name] !== undefined) check.number(`settings.${name}`, settings[name], 0, 1 - Number.EPSILON);
  }
  checkLimit('settings.clipValue', settings.clipValue);
  expectShape('settings.factor', settings.factor, []);
}

/** Inputs: the factor, then value, gradient, first and second moment of each weight. Outputs the new value and moments of each. */
const op: Op<readonly tf.Tensor[], AdamAttributes, tf.Tensor[]> = /* @__PURE__ */ defineOp({
  name: 'adam',
  plain: ([factor, ...list], attributes) => {
    const weights = Array.from({ length: list.length / 4 }, (_, i): AdamInputs => {
      const [value, gradient, first, second] = list.slice(4 * i, 4 * i + 4);
      return { value: value!, gradient: gradient!, first: first!, second: second! };
    });
    return plainAdamOfAll(weights, factor as tf.Scalar, attributes).flatMap(({ value, first, second }) => [
      value,
      first,
      second,
    ]);
  },
  wasm: wasmAdam,
  webgpu: webgpuAdam,
});

/** One kernel over all weights on WASM, and on WebGPU. */
function updateTensors(
  weights: readonly AdamInputs[],
  factor: tf.Scalar,
  attributes: AdamAttributes,
): readonly AdamTensors[] {
  const list = weights.flatMap(({ value, gradient, first, second }) => [value, gradient, first, second]);
  const made = op([factor, ...list], attributes);
  return weights.map((_, i) => ({ value: made[3 * i]!, first: made[3 * i + 1]!, second: made[3 * i + 2]! }));
}
