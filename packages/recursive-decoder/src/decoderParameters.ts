import { RnpError } from '@rnp/errors';
import { type HypernetConfig, initHypernet } from '@rnp/hypernet';
import { sharedWeights } from '@rnp/hypernet/kernels';
import { type Parameters, prefixed, type Random, type Shapes, sizeOf } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig } from './decoderConfig.js';
import { check, requireConfig, requireParameters } from './inputChecks.js';
import { hypernetConfig, parameterShapes } from './parameterShapes.js';
import { initGround } from './program/ground.js';
import {
  policyShapes as generatedByPolicy,
  stateShapes as generatedByState,
} from './program/moduleShapes.js';

/**
 * The shapes of all trainable parameters, by name: `state/…` of H_state, `policy/…` of H_policy. With the
 * embedding generator only `…/output/<name>` exist, [1, size]: the shared weights themselves.
 *
 * @throws RnpError RNP_CONFIG for an invalid config
 */
export function decoderShapes(config: DecoderConfig): Shapes {
  requireConfig(config);
  return parameterShapes(config);
}

/** What H_policy generates: encoder, cell, action decoder, first action. @throws RnpError RNP_CONFIG */
export function policyShapes(config: DecoderConfig): Shapes {
  requireConfig(config);
  return generatedByPolicy(config);
}

/** What H_state generates, the patch decoder included. @throws RnpError RNP_CONFIG */
export function stateShapes(config: DecoderConfig): Shapes {
  requireConfig(config);
  return generatedByState(config);
}

/** Fresh parameters; H_state draws its numbers first. The caller owns them. */
export function initDecoder(config: DecoderConfig, random: Random): Parameters {
  requireConfig(config);
  const init = config.generator === 'embedding' ? initShared : initHypernet;
  const state = init(hypernetConfig(config, 'state'), random);
  const policy = init(hypernetConfig(config, 'policy'), random);
  return { ...prefixed(state, 'state'), ...prefixed(policy, 'policy'), ...initGround(config, random) };
}

/**
 * Checks that all parameters of this config exist, with its shapes. Further ones are allowed.
 *
 * @throws RnpError RNP_SHAPE naming the first that is missing or misshapen
 */
export function checkDecoderParameters(params: Parameters, config: DecoderConfig): void {
  requireParameters(params);
  for (const [name, shape] of Object.entries(decoderShapes(config))) {
    const found = params[name];
    if (!found)
      throw new RnpError('RNP_SHAPE', `is missing; a decoder with these settings needs it as [${shape}]`, {
        path: name,
      });
    check.tensor(name, found);
    if (found.shape.join() !== shape.join()) {
      throw new RnpError('RNP_SHAPE', `has shape [${found.shape}] where these settings need [${shape}]`, {
        path: name,
      });
    }
  }
}

/** The shared weights themselves. */
function initShared({ outputs }: HypernetConfig, random: Random): Parameters {
  const params: Record<string, tf.Tensor> = {};
  for (const [name, shape] of Object.entries(outputs)) {
    const weights = sharedWeights(shape, outputs, random);
    params[`output/${name}`] = tf.reshape(weights, [1, sizeOf(shape)]);
    weights.dispose();
  }
  return params;
}
