import {
  glorotUniform,
  type HypernetConfig,
  hypernetShapes,
  initHypernet,
  type Parameters,
  prefixed,
  type Random,
  type Shapes,
  sizeOf,
} from '@rnp/hypernet';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig } from './decoderConfig.js';
import { DecoderInputError } from './errors.js';
import { policyShapes, stateShapes } from './moduleShapes.js';

/** The two generators: of the state module (what) and of the policy module (where). */
export type ModuleName = 'state' | 'policy';

/** H_state or H_policy as @rnp/hypernet takes it. */
export function hypernetConfig(config: DecoderConfig, module: ModuleName): HypernetConfig {
  return {
    latent: config.latent,
    hidden: config.hyperHidden,
    layers: module === 'state' ? config.stateLayers : config.policyLayers,
    outputs: module === 'state' ? stateShapes(config) : policyShapes(config),
  };
}

/**
 * The shapes of all trainable parameters, by name: `state/…` of H_state, `policy/…` of H_policy. With the
 * embedding generator only `…/output/<name>` exist, [1, size]: the shared weights themselves.
 */
export function decoderShapes(config: DecoderConfig): Shapes {
  const shapes: Record<string, readonly number[]> = {};
  for (const module of ['state', 'policy'] as const) {
    const own = hypernetConfig(config, module);
    const entries = config.generator === 'hypernet' ? hypernetShapes(own) : sharedShapes(own.outputs);
    for (const [name, shape] of Object.entries(entries)) shapes[`${module}/${name}`] = shape;
  }
  return shapes;
}

/** Fresh parameters; H_state draws its numbers first. The caller owns them. */
export function initDecoder(config: DecoderConfig, random: Random): Parameters {
  const init = config.generator === 'hypernet' ? initHypernet : initShared;
  const state = init(hypernetConfig(config, 'state'), random);
  const policy = init(hypernetConfig(config, 'policy'), random);
  return { ...prefixed(state, 'state'), ...prefixed(policy, 'policy') };
}

/**
 * Checks that all parameters of this config are there, in its shapes. More may be there.
 *
 * @throws DecoderInputError naming the first that is missing or misshapen
 */
export function checkDecoderParameters(params: Parameters, config: DecoderConfig): void {
  for (const [name, shape] of Object.entries(decoderShapes(config))) {
    const found = params[name];
    if (!found)
      throw new DecoderInputError(name, `is missing; a decoder with these settings needs it as [${shape}]`);
    if (found.shape.join() !== shape.join()) {
      throw new DecoderInputError(name, `has shape [${found.shape}] where these settings need [${shape}]`);
    }
  }
}

function sharedShapes(outputs: Shapes): Shapes {
  const shapes: Record<string, readonly number[]> = {};
  for (const [name, shape] of Object.entries(outputs)) {
    shapes[`output/${name}`] = [1, sizeOf(shape)];
  }
  return shapes;
}

/** Glorot by each layer's own fans, zero biases: these are ordinary weights, not a generator's last layer. */
function initShared(config: HypernetConfig, random: Random): Parameters {
  const params: Record<string, tf.Tensor> = {};
  for (const [name, shape] of Object.entries(config.outputs)) {
    const size = sizeOf(shape);
    if (name.endsWith('/bias')) params[`output/${name}`] = tf.zeros([1, size]);
    else params[`output/${name}`] = glorotUniform([1, size], ...fans(shape), random);
  }
  return params;
}

/** Fan-in and fan-out of a dense kernel [in, out], a transposed convolution [kh, kw, out, in] or a vector. */
function fans(shape: readonly number[]): [number, number] {
  if (shape.length === 4) return [shape[0]! * shape[1]! * shape[3]!, shape[0]! * shape[1]! * shape[2]!];
  return shape.length === 2 ? [shape[0]!, shape[1]!] : [1, shape[0]!];
}
