// b batch, n programs of a level, t children, z latent, h w c patch
import { RnpError } from '@rnp/errors';

import type { Parameters } from '@rnp/nn';
import * as tf from '@tensorflow/tfjs-core';
import { type DecoderConfig, depthOf } from '../decoderConfig.js';
import { checkDecoderParameters } from '../decoderParameters.js';
import { check } from '../inputChecks.js';
import type { LeafDecoder } from '../leaf/leafDecoder.js';
import { requireLeaf } from '../leaf/requireLeaf.js';
import { levelGenerators, unrollLevelFused } from './fusedLevel.js';
import { programGround } from './ground.js';
import type { InferredLevel, InferredTree, Unrolled, UnrolledLevel } from './unrolled.js';
import { unrollLevel } from './unrollLevel.js';

export interface UnrollOptions {
  /** Also decode the states of inner levels to patches, which the patch loss (Eq. 2) compares. */
  readonly innerPatches?: boolean;
  /** The leaf decoder of a config whose `leaf` is `custom`. */
  readonly leaf?: LeafDecoder;
}

/**
 * Runs the top programs and, with the same two hypernetworks, their children, down to the leaves.
 *
 * @param params as `decoderShapes` names them; more entries do no harm
 * @param program [b, z]
 * @returns tensors the caller owns
 * @throws RnpError RNP_SHAPE if the program or a parameter does not fit the config, RNP_CONFIG for a leaf decoder that the config
 *   does not tell of, or that it tells of and is not given
 */
export function unroll(
  params: Parameters,
  config: DecoderConfig,
  program: tf.Tensor2D,
  options: UnrollOptions = {},
): Unrolled {
  check.options('options', options, [], ['innerPatches', 'leaf']);
  if (options.innerPatches !== undefined)
    check.choice('options.innerPatches', options.innerPatches, [true, false]);
  checkDecoderParameters(params, config);
  const { leaf } = options;
  requireLeaf(config, leaf);
  check.tensor('program', program);
  if (program.rank !== 2 || program.shape[1] !== config.latent) {
    throw new RnpError(
      'RNP_SHAPE',
      `has shape [${program.shape}] where [batch, ${config.latent}] is needed`,
      { path: 'program' },
    );
  }
  return tf.tidy(() => unrollLevels(params, config, program, options).unrolled);
}

/**
 * Runs the levels of trees, top first, to the leaves. The caller has looked at what it gives.
 *
 * @param inferred children of the first levels, which stand in for what their programs answer
 * @returns tensors of the caller's `tf.tidy`
 */
export function unrollLevels(
  params: Parameters,
  config: DecoderConfig,
  program: tf.Tensor2D,
  { innerPatches = false, leaf }: UnrollOptions,
  inferred: readonly InferredLevel[] = [],
): InferredTree {
  const depth = depthOf(config);
  const { levels, predicted } = runLevels(params, config, program, inferred, {
    levels: depth,
    patchesOf: (k) => k === depth - 1 || innerPatches,
    leaf,
  });
  const ground = programGround(params, config, program);
  const leaves = tf.clone(levels[depth - 1]!.patches!);
  return { unrolled: { levels, leaves, ...(ground && { ground }) }, predicted };
}

/**
 * What programs predict of given children, without any patch. The caller has looked at what it gives.
 *
 * @returns tensors of the caller's `tf.tidy`
 */
export function predictLevels(
  params: Parameters,
  config: DecoderConfig,
  program: tf.Tensor2D,
  leaf: LeafDecoder | undefined,
  inferred: readonly InferredLevel[],
): InferredLevel[] {
  const asked = { levels: inferred.length, patchesOf: () => false, leaf };
  return runLevels(params, config, program, inferred, asked).predicted;
}

/** What is asked of the upper levels of trees. */
interface LevelsAsked {
  readonly levels: number;
  /** Whether children of level k are decoded to patches. */
  readonly patchesOf: (k: number) => boolean;
  readonly leaf: LeafDecoder | undefined;
}

function runLevels(
  params: Parameters,
  config: DecoderConfig,
  program: tf.Tensor2D,
  inferred: readonly InferredLevel[],
  { levels: count, patchesOf, leaf }: LevelsAsked,
): { levels: UnrolledLevel[]; predicted: InferredLevel[] } {
  const levels: UnrolledLevel[] = [];
  const predictions: InferredLevel[] = [];
  const widest = config.childrenPerLevel.slice(0, -1).reduce((n, t) => n * t, program.shape[0]);
  const generators = levelGenerators(params, config, widest);
  let programs = program;
  for (let k = 0; k < count; k++) {
    const children = config.childrenPerLevel[k]!;
    const step = { children, patches: patchesOf(k), leaf, inferred: inferred[k] };
    const { predicted, ...level } = generators
      ? unrollLevelFused(generators, config, programs, step)
      : unrollLevel(params, config, programs, step);
    levels.push(level);
    if (predicted) predictions.push(predicted);
    const [n, t, z] = levels[k]!.states.shape;
    programs = tf.reshape(levels[k]!.states, [n * t, z]);
  }
  return { levels, predicted: predictions };
}
