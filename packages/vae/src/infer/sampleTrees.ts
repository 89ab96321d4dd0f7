// b batch, n programs of a level, t children, z latent
import { turnOfTheLoop } from '@rnp/backend';
import { RnpError } from '@rnp/errors';
import { createRandom, type Random } from '@rnp/nn';
import { actionSize, type InferredLevel, type ParseTree } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { checkSetting } from '../checks.js';
import { noNumber } from '../inputs.js';
import type { Model } from '../model.js';
import { requireModel } from '../requireModel.js';
import { requireParts } from '../rnp/requireParts.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';
import { seedStreams } from '../seedStreams.js';
import { type FreeTree, predictedChildren, readTrees, withinRange } from './freeTree.js';
import { maxPrecision, minPrecision, type Precisions } from './precisions.js';
import { readDrawn } from './readDrawn.js';

export interface SampleTreesOptions {
  readonly count: number;
  readonly seed: number;
  /**
   * Deviation of each number of a child's state and action around what its program predicts; one for all levels, or one for each, top first.
   * 0: all below the top program is as it says. Needed unless `precisions` are given, or the model has its own.
   */
  readonly noise?: number | readonly number[];
  /** In place of `noise`, 1/σ² of states and of actions apart, such as `learnPrecisions` returns; the others say nothing here. */
  readonly precisions?: Pick<Precisions, 'states' | 'actions'> & Partial<Precisions>;
  readonly signal?: AbortSignal;
}

/** A sample of the hierarchical prior. */
export interface TreeSample {
  /** The top program, [z]. */
  readonly program: readonly number[];
  /** Its children tell what was predicted of them, too. */
  readonly tree: ParseTree;
  /** What the tree draws, as the model renders it, [h·w·c]. */
  readonly drawing: Float32Array;
}

/** Samples that are drawn at once. */
const batchSize = 64;
/** Beyond it no state is any that a program predicts. */
const maxNoise = 100;

/**
 * Samples from the prior of whole trees, whose negative logarithm the energy of `infer` has: the top program from N(0, I), and each child from
 * a normal distribution around what the program above predicts of it, after it has read the children placed before (paper, Discussion). Actions are
 * kept within [-1, 1].
 *
 * @returns one sample after another; the top programs are those of `samplePrior`, and the same seed gives the same samples, however many
 * @throws RnpError RNP_CONFIG for a model without parts or options out of range; RNP_WEIGHTS once the model has been disposed of; RNP_DIVERGED
 *   when what it draws is no number; the signal's reason. No tensor is left then, nor when it is left early
 * @example
 * for await (const { tree, drawing } of sampleTrees(model, { count: 16, seed: 1, noise: 0.2 })) show(tree, drawing);
 */
export async function* sampleTrees(
  model: Model<RnpNetwork>,
  options: SampleTreesOptions,
): AsyncGenerator<TreeSample, void, undefined> {
  requireModel(model);
  requireParts(model.network);
  const { childrenPerLevel, latent } = model.network.spec.config;
  const deviations = deviationsOf(options, childrenPerLevel.length, model.precisions);
  const { count, seed, signal } = options;
  const random = createRandom(seed, seedStreams.parts);
  const programs = model.samplePrior(count, seed);
  try {
    for (let start = 0; start < count; start += batchSize) {
      signal?.throwIfAborted();
      const batch = Math.min(batchSize, count - start);
      const tree = tf.tidy(() => {
        const noise = noiseOf(random, deviations, { batch, childrenPerLevel, latent });
        return departed(model, tf.slice(programs, [start, 0], [batch, -1]), noise);
      });
      try {
        const { trees, drawings } = await readTrees(model, tree, readDrawn);
        if (!drawings.every((drawing) => drawing.every(Number.isFinite))) throw noNumber('a sample');
        for (const [i, { root }] of trees.entries())
          yield { program: root.program, tree: trees[i]!, drawing: drawings[i]! };
      } finally {
        tf.dispose(tree as tf.TensorContainer);
      }
      await turnOfTheLoop();
    }
  } finally {
    programs.dispose();
  }
}

/** How far children of a level are from what is predicted of them. */
interface Deviations {
  readonly states: number;
  readonly actions: number;
}

/** Those of each level. @throws RnpError RNP_CONFIG */
function deviationsOf(
  options: SampleTreesOptions,
  levels: number,
  own: Precisions | null,
): readonly Deviations[] {
  checkSetting.options('options', options, ['count', 'seed'], ['noise', 'precisions', 'signal']);
  const { noise, signal, precisions = noise === undefined ? (own ?? undefined) : undefined } = options;
  if (signal !== undefined) checkSetting.signal('options.signal', signal);
  if (precisions === undefined) {
    const found = ofLevels('options.noise', noise, levels, 0, maxNoise);
    return found.map((deviation) => ({ states: deviation, actions: deviation }));
  }
  if (noise !== undefined) {
    const problem = 'say what noise says; leave one of the two out';
    throw new RnpError('RNP_CONFIG', problem, { path: 'options.precisions' });
  }
  checkSetting.options('options.precisions', precisions, ['states', 'actions'], ['pixels', 'top']);
  const of = (kind: keyof Deviations): readonly number[] => {
    const path = `options.precisions.${kind}`;
    return ofLevels(path, precisions[kind], levels, minPrecision, maxPrecision).map(
      (precision) => 1 / Math.sqrt(precision),
    );
  };
  const [states, actions] = [of('states'), of('actions')];
  return states.map((deviation, k) => ({ states: deviation, actions: actions[k]! }));
}

/** One number for each level, of one for all or a list. */
function ofLevels(
  path: string,
  given: number | readonly number[] | undefined,
  levels: number,
  min: number,
  max: number,
): readonly number[] {
  if (!Array.isArray(given)) {
    checkSetting.number(path, given, min, max);
    return new Array<number>(levels).fill(given as number);
  }
  checkSetting.array(path, given, (at, value) => checkSetting.number(at, value, min, max));
  if (given.length !== levels) {
    const complaint = `has ${given.length} numbers for ${levels} levels; give one for each, top first, or one for all`;
    throw new RnpError('RNP_CONFIG', complaint, { path });
  }
  return given;
}

/** Normal numbers for each child, image after image, so that what is drawn of one does not depend on how many there are. */
function noiseOf(
  random: Random,
  deviations: readonly Deviations[],
  { batch, childrenPerLevel, latent }: { batch: number; childrenPerLevel: readonly number[]; latent: number },
): InferredLevel[] {
  let programs = 1;
  const levels = childrenPerLevel.map((children, k) => {
    const nodes = programs * children;
    const level = { programs, children, deviation: deviations[k]! };
    programs = nodes;
    return {
      ...level,
      states: new Float32Array(batch * nodes * latent),
      actions: new Float32Array(batch * nodes * actionSize),
    };
  });
  for (let image = 0; image < batch; image++) {
    for (const { deviation, states, actions } of levels) {
      for (const [values, far] of [
        [states, deviation.states],
        [actions, deviation.actions],
      ] as const) {
        const size = values.length / batch;
        for (let i = image * size; i < (image + 1) * size; i++) values[i] = far * random.normal();
      }
    }
  }
  return levels.map(({ programs: n, children, states, actions }) => ({
    states: tf.tensor3d(states, [batch * n, children, latent]),
    actions: tf.tensor3d(actions, [batch * n, children, actionSize]),
  }));
}

/**
 * Trees whose children depart by `noise` from what is predicted of them. A child is predicted from those before it, so after as many rounds
 * as there are children each of them departs from its right prediction.
 */
function departed(model: Model<RnpNetwork>, program: tf.Tensor2D, noise: readonly InferredLevel[]): FreeTree {
  let tree: FreeTree = { program };
  for (const [k, off] of noise.entries()) {
    const [states, actions] = [`states/${k}`, `actions/${k}`];
    tree = { ...tree, [states]: off.states, [actions]: off.actions };
    for (let round = 0; round < off.states.shape[1]; round++) {
      const placed = tf.tidy(() => {
        const predicted = predictedChildren(model, tree)[k]!;
        return withinRange({
          [states]: tf.add(predicted.states, off.states),
          [actions]: tf.add(predicted.actions, off.actions),
        });
      });
      tree = { ...tree, ...placed };
    }
  }
  return tree;
}
