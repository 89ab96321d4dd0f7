// n programs, t children, z latent, w what a hypernetwork's last layer reads, h w c patch

import { defineOp, type Op } from '@rnp/backend';
import {
  fewPrograms,
  generateFrom,
  generateJoined,
  generateWith,
  type HypernetConfig,
  type JoinedOutputs,
  joinedOutputs,
  programFeatures,
} from '@rnp/hypernet';
import { type JoinedTrunks, joinTrunks, lastInput, trunkParameters, trunks } from '@rnp/hypernet/kernels';
import { type Parameters, select } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig } from '../decoderConfig.js';
import { decodePatches } from '../leaf/decodePatches.js';
import { patchDecoder } from '../leaf/patchDecoder.js';
import { hypernetConfig } from '../parameterShapes.js';
import { type UnrollAttributes, wasmUnroll } from '../wasm/unrollKernels.js';
import { policyShapes, stateCoreShapes } from './moduleShapes.js';
import { plainUnroll, type UnrollInputs } from './plainUnroll.js';
import { plainUnrollGradients } from './plainUnrollGradients.js';
import type { LevelOptions, PredictedLevel } from './unrolled.js';

/** Outputs states, actions, and what its gradient reads; of given children, what is predicted of them. */
const unrollOp: Op<UnrollInputs, UnrollAttributes, tf.Tensor[]> = /* @__PURE__ */ defineOp({
  name: 'unroll',
  plain: (inputs, attributes) => plainUnroll(inputs, attributes).outputs,
  wasm: wasmUnroll,
  gradient: {
    inputs: ['state', 'policy'],
    outputs: [true, false, true],
    // Both gradients come out of one sweep; one that nobody asks for goes with the rest of the backward pass.
    compute: ({ dy: [dStates, dActions], saved: [state, policy, states, kept], run, free }) => {
      const [dState, dPolicy, dGivenStates, dGivenActions] = run('gradient', {
        dStates: dStates!,
        dActions: dActions!,
        state: state!,
        policy: policy!,
        states: states!,
        saved: kept!,
      });
      free();
      return {
        state: () => dState!,
        policy: () => dPolicy!,
        givenStates: () => dGivenStates!,
        givenActions: () => dGivenActions!,
      };
    },
  },
  plainGradient: {
    inputs: [],
    forward: plainUnroll,
    compute: ({ dy: [dStates, dActions], kept, attributes, free }) => {
      const gradients = tf.tidy(() => ({
        ...plainUnrollGradients(dStates!, dActions!, kept, attributes),
      }));
      free();
      return {
        state: () => gradients.state,
        policy: () => gradients.policy,
        givenStates: () => gradients.givenStates!,
        givenActions: () => gradients.givenActions!,
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
  /** Its last layer, where joining it pays. */
  readonly core?: JoinedOutputs;
}

/** What the levels of one tree share. */
export interface LevelGenerators {
  readonly state: ModuleGenerator;
  readonly policy: ModuleGenerator;
  /** What both are before their last layers, joined for backends without kernels of their own. */
  readonly joined?: JoinedTrunks;
}

/**
 * The generators of the fused levels; undefined where a level is unrolled by `unrollLevel`: with gated cells, image feedback, or shared
 * networks.
 *
 * @param programs how many the widest level has
 * @returns tensors the caller owns
 */
export function levelGenerators(
  params: Parameters,
  config: DecoderConfig,
  programs: number,
): LevelGenerators | undefined {
  const usual = config.cell === 'elman' && config.feedback === 'state' && config.generator !== 'embedding';
  if (!usual) return undefined;
  // Elsewhere a call costs more than copying the matrices.
  const joins = programs > fewPrograms || !unrollOp.hasOwnForm();
  const generator = (module: 'state' | 'policy', names: readonly string[]): ModuleGenerator => {
    const own = { parameters: select(params, module), config: hypernetConfig(config, module), names };
    if (!joins) return own;
    return { ...own, core: joinedOutputs(own.parameters, own.config, names) };
  };
  const state = generator('state', Object.keys(stateCoreShapes(config)));
  const policy = generator('policy', Object.keys(policyShapes(config)));
  if (unrollOp.hasOwnForm()) return { state, policy };
  const lists = [state, policy].map((own) => trunkParameters(own.parameters, own.config));
  return { state, policy, joined: joinTrunks(lists) };
}

/**
 * One level as `unrollLevel` computes it, with one product a hypernetwork and one op that runs both modules
 * through all children: on WASM a kernel, program by program, whose sums run in float64 and are rounded once.
 *
 * @param programs [n, z]
 * @returns tensors the caller owns
 */
export function unrollLevelFused(
  generators: LevelGenerators,
  config: DecoderConfig,
  programs: tf.Tensor2D,
  options: LevelOptions,
): PredictedLevel {
  return tf.tidy(() => {
    const { inferred } = options;
    const { state, policy } = generators;
    const [features, policyFeatures] = featuresOf(generators, programs);
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

/** Of each program [n, f], of the state's and of the policy's network. */
function featuresOf(
  { state, policy, joined }: LevelGenerators,
  programs: tf.Tensor2D,
): readonly [state: tf.Tensor2D, policy: tf.Tensor2D] {
  if (joined) {
    const [ofState, ofPolicy] = trunks(programs, joined) as [tf.Tensor2D, tf.Tensor2D];
    return [
      lastInput(ofState, state.parameters, state.config),
      lastInput(ofPolicy, policy.parameters, policy.config),
    ];
  }
  return [
    programFeatures(state.parameters, state.config, programs),
    programFeatures(policy.parameters, policy.config, programs),
  ];
}

/** [n, f] → [n, S] or [n, P] */
function recurrentWeights(
  { parameters, config, names, core }: ModuleGenerator,
  features: tf.Tensor2D,
): tf.Tensor2D {
  return core ? generateWith(features, core) : generateJoined(features, parameters, config, names);
}
