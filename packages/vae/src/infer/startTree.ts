// b batch, z latent
import { isRnpError, RnpError } from '@rnp/errors';
import { type ParseNode, type ParseTree, parseTreeFromJson, type TreePresence } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { levelsOf } from '../encoder/looks.js';
import type { Model } from '../model.js';
import { oneLook } from '../rnp/oneLook.js';
import type { RnpConfig } from '../rnp/rnpConfig.js';
import type { RnpNetwork } from '../rnp/rnpNetwork.js';
import type { StartingTrees } from './bestTrees.js';
import { type FreeTree, freeTreeOf } from './freeTree.js';
import type { FreeNodes, WholeInferOptions } from './inferOptions.js';
import { type ReadNode, withSilent } from './silentNodes.js';
import { allThere, lacksChildren, presenceOf } from './treePresence.js';

/** Beyond it float32 sums of squares overflow, and the model would seem to have diverged. */
const maxState = 1e6;

/**
 * Where a descent begins, as its options say. The caller owns the tensors. Which parts are there is told where it is asked for, and where some
 * of given trees are absent.
 *
 * @param ground what is known to be behind the images, as drawings take it
 * @throws RnpError RNP_PARSE_TREE for trees that are none, are not of this model, or are not one for each image
 */
export function startTree(
  model: Model<RnpNetwork>,
  images: tf.Tensor4D,
  options: WholeInferOptions,
  ground?: tf.Tensor4D,
): StartingTrees {
  const { start, presence } = options;
  const tree = startingTree(model, images, options, ground);
  const { childrenPerLevel } = model.network.spec.config;
  const given = typeof start === 'string' ? undefined : presenceOf(start, childrenPerLevel);
  const all = (): TreePresence => allThere(childrenPerLevel);
  const there = given ?? (presence && Array.from({ length: images.shape[0] }, all));
  return { tree, ...(there && { presence: there }) };
}

function startingTree(
  model: Model<RnpNetwork>,
  images: tf.Tensor4D,
  { start, seed, free }: WholeInferOptions,
  ground: tf.Tensor4D | undefined,
): FreeTree {
  const batch = images.shape[0];
  const { config } = model.network.spec;
  return tf.tidy(() => {
    if (start === 'encoder') {
      const { posterior, levels } = oneLook(model, images, ground);
      return freeTreeOf(model, posterior.mean, free, levels);
    }
    if (start === 'zero') return freeTreeOf(model, tf.zeros([batch, config.latent]), free);
    if (start === 'prior') return freeTreeOf(model, model.samplePrior(batch, seed), free);
    const trees = start as readonly ParseTree[];
    if (trees.length !== batch) {
      throw wrong('options.start', `has ${trees.length} trees for ${batch} images; give one for each`);
    }
    return treeOfTrees(config, trees, free, (_, i) => `options.start[${i}]`);
  });
}

/**
 * What is freed of trees, as they have it; of absent parts what their programs read of them. The caller owns the tensors.
 *
 * @param pathOf how a complaint names a tree
 * @throws RnpError RNP_PARSE_TREE for trees that are none, or are not of this model
 */
export function treeOfTrees(
  config: RnpConfig,
  trees: readonly ParseTree[],
  free: FreeNodes,
  pathOf: (tree: ParseTree, index: number) => string,
): FreeTree {
  const levels = levelsOf(free, config.childrenPerLevel.length);
  const roots = trees.map((tree, i) => rootOf(tree, pathOf(tree, i), config, levels));
  const whole = roots.map((root) => withSilent(root, config));
  return tf.tidy(() => treeOf(whole, config, levels));
}

function treeOf(roots: readonly ReadNode[], config: RnpConfig, levels: number): FreeTree {
  const { latent, childrenPerLevel } = config;
  const program = tf.tensor2d(roots.map((root) => [...root.program]));
  const tree: Record<string, tf.Tensor> = { program };
  let nodes = roots;
  for (let k = 0; k < levels; k++) {
    const shape = [nodes.length, childrenPerLevel[k]!] as const;
    nodes = nodes.flatMap((node) => node.children);
    tree[`states/${k}`] = tf.tensor3d(
      nodes.flatMap((node) => node.program),
      [...shape, latent],
    );
    tree[`actions/${k}`] = tf.tensor3d(
      nodes.flatMap((node) => node.action!),
      [...shape, 6],
    );
  }
  return tree;
}

/** The root of a tree whose nodes fit the model down to the freed levels. */
function rootOf(given: ParseTree, path: string, config: RnpConfig, levels: number): ParseNode {
  const { imageShape, root } = checkedTree(given, path);
  if (String(imageShape) !== String(config.imageShape)) {
    const complaint = `is of an image of ${imageShape.join('×')}, the model's are ${config.imageShape.join('×')}`;
    throw wrong(`${path}.imageShape`, complaint);
  }
  requireFit(root, `${path}.root`, config, 0, levels);
  return root;
}

/** A tree that is one. @throws RnpError RNP_PARSE_TREE naming where it is not */
export function checkedTree(tree: ParseTree, path: string): ParseTree {
  try {
    return parseTreeFromJson(tree);
  } catch (cause) {
    if (!isRnpError(cause)) throw cause;
    throw new RnpError(cause.code, cause.complaint, { path: `${path}.${cause.path}`, cause });
  }
}

function requireFit(node: ParseNode, path: string, config: RnpConfig, k: number, levels: number): void {
  const { latent, childrenPerLevel } = config;
  const depth = childrenPerLevel.length;
  if (node.level !== depth - k) throw wrong(`${path}.level`, `must be ${depth - k}, as the model has it`);
  requireState(node.program, `${path}.program`, latent);
  requireAction(node.action ?? [], `${path}.action`);
  const { children, silent = [] } = node;
  silent.forEach(({ program, action }, i) => {
    requireState(program, `${path}.silent[${i}].program`, latent);
    requireAction(action, `${path}.silent[${i}].action`);
  });
  // Below what is freed only a tree with absent children has to tell of them all.
  if (k >= levels && !lacksChildren(node)) return;
  const count = children.length + silent.length;
  if (count !== childrenPerLevel[k]) {
    const complaint = `must be ${childrenPerLevel[k]}, as the model draws, silent steps counted in, not ${count}`;
    throw wrong(`${path}.children`, complaint);
  }
  children.forEach((child, i) => {
    requireFit(child, `${path}.children[${i}]`, config, k + 1, levels);
  });
}

function requireState(program: readonly number[], path: string, latent: number): void {
  if (program.length !== latent)
    throw wrong(path, `has ${program.length} numbers, the model's programs have ${latent}`);
  if (program.some((value) => Math.abs(value) > maxState))
    throw wrong(path, `must lie in [-${maxState}, ${maxState}]; the prior has a deviation of 1`);
}

function requireAction(action: readonly number[], path: string): void {
  if (action.some((value) => Math.abs(value) > 1)) throw wrong(path, 'must lie in [-1, 1]');
}

function wrong(path: string, complaint: string): RnpError {
  return new RnpError('RNP_PARSE_TREE', complaint, { path });
}
