import { type ParseNode, type ParseTree, replacePart } from '@rnp/recursive-decoder';
import type { Model, Network, Rnp } from '@rnp/vae';
import * as tf from '@tensorflow/tfjs-core';
import { check, checkOptions, isCount } from '../checks.js';
import { UsageError } from '../errors.js';
import { isModel, isParted } from '../models/modelLooks.js';
import { type Explained, explainPrograms, explainTree } from './explain.js';
import { areSome, isPairOf } from './explainLooks.js';
import { programsOf } from './figures.js';

/** Two images as the model explains them, and their combination (Fig. 2E). */
export interface Combination {
  readonly first: Explained;
  readonly second: Explained;
  readonly combined: Explained;
}

/** An image's pixels, [h·w·c]. */
type Pair = readonly [Float32Array, Float32Array];

/**
 * Combines two whole images: draws the weighted mean of their programs.
 *
 * @param pair pixels of both images, [h·w·c] as the model takes them
 * @param share weight of the second program, 0 … 1
 * @throws RnpError RNP_CONFIG for invalid arguments
 */
export async function blendedWholes(model: Model<Network>, pair: Pair, share: number): Promise<Combination> {
  isModel('model', model);
  isPairOf(model)('pair', pair);
  check.number('share', share, 0, 1);
  const programs = tf.tidy(() => {
    const both = programsOf(model, pair);
    return tf.concat([both, model.blend(both, [1 - share, share])]) as tf.Tensor2D;
  });
  try {
    const [first, second, combined] = await explainPrograms(model, programs);
    return { first: first!, second: second!, combined: combined! };
  } finally {
    programs.dispose();
  }
}

/**
 * Replaces a part of the first image by a part of the second, of the same level.
 *
 * @param pair pixels of both images, [h·w·c] as the model takes them
 * @throws UsageError if there is no such part, or if the two parts are of different levels
 */
export async function swappedPart(model: Rnp, pair: Pair, swap: PartSwap): Promise<Combination> {
  isParted('model', model);
  isPairOf(model)('pair', pair);
  checkOptions('swap', swap, { part: areSome(isCount), by: areSome(isCount) }, ['part', 'by']);
  requireParts(model, swap);
  const { part, by } = swap;
  const programs = programsOf(model, pair);
  const [first, second] = await explainPrograms(model, programs).finally(() => programs.dispose());
  const subtree = partAt(second!.tree!, by);
  const path = part.map((step) => step - 1);
  return {
    first: first!,
    second: second!,
    combined: explainTree(replacePart(first!.tree!, path, subtree)),
  };
}

/** The parts of two images that are exchanged. */
export interface PartSwap {
  /** Path of the replaced part of the first image, from the top down, each number from 1. */
  readonly part: readonly number[];
  /** Path of the part of the second image that replaces it. */
  readonly by: readonly number[];
}

/**
 * Sees that a model has both parts, and that they are of one level, before an image is read: every image has all parts of its model.
 *
 * @throws UsageError
 */
export function requireParts(model: Rnp, { part, by }: PartSwap): void {
  for (const path of [by, part]) requirePart(model.config.childrenPerLevel, path);
  if (part.length === by.length) return;
  const [a, b] = [part, by].map((path) => path.join('.'));
  throw new UsageError(`part ${a} and part ${b} are of different levels; give both as deep as the other`);
}

function requirePart(childrenPerLevel: readonly number[], path: readonly number[]): void {
  for (const [depth, step] of path.entries()) {
    const count = childrenPerLevel[depth] ?? 0;
    if (step <= count) continue;
    const above = depth === 0 ? 'the image' : `part ${path.slice(0, depth).join('.')}`;
    const there = count === 0 ? 'is a leaf' : `has parts 1 to ${count}`;
    throw new UsageError(`there is no part ${path.join('.')}: ${above} ${there}`);
  }
}

function partAt({ root }: ParseTree, path: readonly number[]): ParseNode {
  return path.reduce((node, step) => node.children[step - 1]!, root);
}
