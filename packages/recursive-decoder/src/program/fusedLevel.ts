// n programs, t children, z latent, f features of a hypernetwork, h w c patch

import { defineOp, type Op } from '@rnp/backend';
import {
  fewPrograms,
  generateFrom,
  generateJoined,
  type HypernetConfig,
  joinedOutputs,
  programFeatures,
} from '@rnp/hypernet';
import { type Parameters, select } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig } from '../decoderConfig.js';
import { decodePatches } from '../leaf/decodePatches.js';
import { patchDecoder } from '../leaf/patchDecoder.js';
import { hypernetConfig } from '../parameterShapes.js';
import { type UnrollAttributes, wasmUnroll } from '../wasm/unrollKernels.js';
import { policyShapes, stateCoreShapes } from './moduleShapes.js';
import type { LevelOptions, PredictedLevel } from './unrolled.js';

type UnrollInputs = {
  readonly state: tf.Tensor2D;
  readonly policy: tf.Tensor2D;
  readonly givenStates?: tf.Tensor3D;
  readonly givenActions?: tf.Tensor3D;
};

/** Outputs states, actions, and what its gradient reads; of given children, what is predicted of them. */
const unrollOp: Op<UnrollInputs, UnrollAttributes, tf.Tensor[]> = /* @__PURE__ */ defineOp({
  name: 'unroll',
  // The plain form of a level, `unrollLevel`, generates each weight by itself.
  plain: () => {
    throw new Error('a level without kernels of its own is unrolled by unrollLevel');
  },
  wasm: wasmUnroll,
  gradient: {
    inputs: ['state', 'policy'],
    outputs: [true, false, true],
    // Both gradients come out of one sweep; one that nobody asks for goes with the rest of the backward pass.
    compute: ({ dy: [dStates, dActions], saved: [state, policy, states, kept], run }) => {
      const [dState, dPolicy, dGivenStates, dGivenActions] = run('gradient', {
        dStates: dStates!,
        dActions: dActions!,
        state: state!,
        policy: policy!,
        states: states!,
        saved: kept!,
      });
      return {
        state: () => dState!,
        policy: () => dPolicy!,
        givenStates: () => dGivenStates!,
        givenActions: () => dGivenActions!,
      };
    },
  },
});

/** A hypernetwork, and how it generates its recurrent module by one product. */
interface ModuleGenerator {
  readonly parameters: Parameters;
  readonly config: HypernetConfig;
  /** What its recurrent module consists of. */
  readonly names: readonly string[];
  /** [f, S] or [f, P]: their matrices side by side, where there are programs enough for it to pay. */
  readonly core?: tf.Tensor2D;
}

/** What the levels of one tree share. */
export interface LevelGenerators {
  readonly state: ModuleGenerator;
  readonly policy: ModuleGenerator;
}

/**
 * The generators of the fused levels; undefined where a level is unrolled plainly, by `unrollLevel`: on other backends than WASM,
 * with gated cells, image feedback, or shared networks.
 *
 * @param programs how many the widest level has
 * @returns tensors the caller owns
 */
export function levelGenerators(
  params: Parameters,
  config: DecoderConfig,
  programs: number,
): LevelGenerators | undefined {
  const usual = config.cell === 'elman' && config.feedback === 'state' && config.generator === 'hypernet';
  if (!usual || !unrollOp.hasOwnForm()) return undefined;
  const generator = (module: 'state' | 'policy', names: readonly string[]): ModuleGenerator => {
    const own = { parameters: select(params, module), config: hypernetConfig(config, module), names };
    if (programs <= fewPrograms) return own;
    return { ...own, core: joinedOutputs(own.parameters, own.config, names) };
  };
  return {
    state: generator('state', Object.keys(stateCoreShapes(config))),
    policy: generator('policy', Object.keys(policyShapes(config))),
  };
}

/**
 * One level as `unrollLevel` computes it, with one product a hypernetwork and one kernel that runs both modules
 * through all children, program by program. Sums in it run in float64 and are rounded once.
 *
 * @param programs [n, z]
 * @returns tensors the caller owns
 */
export function unrollLevelFused(
  { state, policy }: LevelGenerators,
  config: DecoderConfig,
  programs: tf.Tensor2D,
  options: LevelOptions,
): PredictedLevel {
  return tf.tidy(() => {
    const { inferred } = options;
    const features = programFeatures(state.parameters, state.config, programs);
    const policyFeatures = programFeatures(policy.parameters, policy.config, programs);
    const attributes: UnrollAttributes = {
      children: options.children,
      latent: config.latent,
      hidden: config.hidden,
      cellInput: config.cellInput,
      elu: config.stateActivation === 'elu' ? 1 : 0,
      given: inferred ? 1 : 0,
    };
    const modules = {
      state: recurrentWeights(state, features),
      policy: recurrentWeights(policy, policyFeatures),
      ...(inferred && { givenStates: inferred.states, givenActions: inferred.actions }),
    };
    const [states, actions] = unrollOp(modules, attributes) as [tf.Tensor3D, tf.Tensor3D];
    const level: PredictedLevel = {
      programs: tf.clone(programs),
      ...(inferred
        ? {
            states: tf.clone(inferred.states),
            actions: tf.clone(inferred.actions),
            predicted: { states, actions },
          }
        : { states, actions }),
    };
    if (!options.patches) return level;
    // D's last layer is most of what H_state generates, so it is made only where it is used.
    const names = Object.keys(patchDecoder(config).shapes);
    // A leaf decoder of one's own may have no weights.
    const decoder = names.length === 0 ? {} : generateFrom(features, state.parameters, state.config, names);
    return {
      ...level,
      patches: decodePatches(decoder, config, level.states, programs, { leaf: options.leaf }),
    };
  });
}

/** [n, f] → [n, S] or [n, P] */
function recurrentWeights(
  { parameters, config, names, core }: ModuleGenerator,
  features: tf.Tensor2D,
): tf.Tensor2D {
  return core ? tf.matMul(features, core) : generateJoined(features, parameters, config, names);
}
