// n programs, t steps, z latent, f features of a hypernetwork, h w c patch

import {
  generateFrom,
  type HypernetConfig,
  joinedOutputs,
  type Parameters,
  programFeatures,
  select,
} from '@rnp/hypernet';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig } from './decoderConfig.js';
import { hypernetConfig } from './decoderParameters.js';
import { decodePatches } from './leafDecoder.js';
import { patchDecoderShapes, policyShapes, stateCoreShapes } from './moduleShapes.js';
import type { LevelOptions, UnrolledLevel } from './unrollLevel.js';
import { decoderModule } from './wasm/decoderModule.js';
import { UNROLL, type UnrollAttributes } from './wasm/unrollKernels.js';

/** A hypernetwork with the last layer of its recurrent module as one matrix. */
interface ModuleGenerator {
  readonly parameters: Parameters;
  readonly config: HypernetConfig;
  /** [f, S] or [f, P] */
  readonly core: tf.Tensor2D;
}

/** What the levels of one tree share. */
export interface LevelGenerators {
  readonly state: ModuleGenerator;
  readonly policy: ModuleGenerator;
}

/**
 * The generators of the fused levels; undefined where only the composed ones will do: on other backends than WASM,
 * with gated cells, image feedback, or shared networks.
 */
export function levelGenerators(params: Parameters, config: DecoderConfig): LevelGenerators | undefined {
  const usual = config.cell === 'elman' && config.feedback === 'state' && config.generator === 'hypernet';
  if (!usual || !decoderModule.ensure()) return undefined;
  const generator = (module: 'state' | 'policy', names: readonly string[]): ModuleGenerator => {
    const own = { parameters: select(params, module), config: hypernetConfig(config, module) };
    return { ...own, core: joinedOutputs(own.parameters, own.config, names) };
  };
  return {
    state: generator('state', Object.keys(stateCoreShapes(config))),
    policy: generator('policy', Object.keys(policyShapes(config))),
  };
}

/**
 * One level as `unrollLevel` computes it, with one product a hypernetwork and one kernel that runs both modules
 * through all steps, program by program. Sums in it run in float64 and are rounded once.
 *
 * @param programs [n, z]
 * @returns tensors the caller owns
 */
export function unrollLevelFused(
  { state, policy }: LevelGenerators,
  config: DecoderConfig,
  programs: tf.Tensor2D,
  options: LevelOptions,
): UnrolledLevel {
  return tf.tidy(() => {
    const features = programFeatures(state.parameters, state.config, programs);
    const policyFeatures = programFeatures(policy.parameters, policy.config, programs);
    const attributes: UnrollAttributes = {
      steps: options.steps,
      latent: config.latent,
      hidden: config.hidden,
      cellInput: config.cellInput,
      elu: config.stateActivation === 'elu' ? 1 : 0,
    };
    const modules = {
      state: tf.matMul(features, state.core),
      policy: tf.matMul(policyFeatures, policy.core),
    };
    const [states, actions] = tf.engine().runKernel(UNROLL, modules, attributes) as [
      tf.Tensor3D,
      tf.Tensor3D,
    ];
    const level = { programs: tf.clone(programs), states, actions };
    if (!options.patches) return level;
    // D's last layer is most of what H_state generates, so it is made only where it is used.
    const names = Object.keys(patchDecoderShapes(config));
    const decoder = generateFrom(features, state.parameters, state.config, names);
    return { ...level, patches: decodePatches(decoder, config, states, programs) };
  });
}
