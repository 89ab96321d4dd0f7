import { type ArgumentChecks, argumentChecks, RnpError } from '@rnp/errors';
import type * as tf from '@tensorflow/tfjs-core';
import type { DecoderConfig } from './decoderConfig.js';
import { decoderConfig } from './decoderConfigValidation.js';
import { defaultDecoderConfig } from './defaultDecoderConfig.js';
import type { InferredLevel, Unrolled } from './program/unrolled.js';
import type { Rendering } from './rendering/rendering.js';

/** Checks of what is handed to a decoder, by RnpError RNP_SHAPE. */
export const check: ArgumentChecks = /* @__PURE__ */ argumentChecks(
  (path, complaint) => new RnpError('RNP_SHAPE', complaint, { path }),
);

/** Configs that were found right: one is looked at once, not at every step of a training. */
const seen = new WeakSet<object>();

/**
 * A whole config, every setting in its range, as `decoderConfig` makes it. More entries do no harm.
 *
 * @throws RnpError RNP_CONFIG naming the setting
 */
export function requireConfig(config: DecoderConfig): void {
  if (typeof config === 'object' && config !== null && seen.has(config)) return;
  check.object('config', config);
  const own: Record<string, unknown> = { canvas: config.canvas };
  for (const name of Object.keys(defaultDecoderConfig)) {
    own[name] = config[name as keyof DecoderConfig];
    if (own[name] === undefined) {
      throw new RnpError('RNP_CONFIG', 'is missing; decoderConfig fills in what is left out', { path: name });
    }
  }
  decoderConfig(own);
  seen.add(config);
}

/** @throws RnpError RNP_SHAPE unless these are program trees of the config's depth that are alive */
export function requireUnrolled(unrolled: Unrolled, config: DecoderConfig): void {
  requireConfig(config);
  check.object('unrolled', unrolled);
  check.tensor('unrolled.leaves', unrolled.leaves, ['leaves', 'h', 'w', 'c']);
  const { levels, ground } = unrolled;
  if (!Array.isArray(levels) || levels.length !== config.childrenPerLevel.length) {
    throw new RnpError('RNP_SHAPE', `must be a list of ${config.childrenPerLevel.length}, top first`, {
      path: 'unrolled.levels',
    });
  }
  levels.forEach((level, k) => {
    const path = `unrolled.levels[${k}]`;
    check.object(path, level);
    const t = config.childrenPerLevel[k]!;
    check.tensor(`${path}.programs`, level.programs, ['n', config.latent]);
    check.tensor(`${path}.states`, level.states, ['n', t, config.latent]);
    check.tensor(`${path}.actions`, level.actions, ['n', t, 6]);
  });
  if (ground !== undefined) requireGround(ground, config, levels[0]!.programs.shape[0]);
}

/** @throws RnpError RNP_SHAPE unless it is a picture for each image, or one for all, that parts can hide */
function requireGround(ground: tf.Tensor, { imageShape, compositing }: DecoderConfig, batch: number): void {
  const path = 'unrolled.ground';
  if (compositing === 'sum')
    throw new RnpError('RNP_SHAPE', "is behind parts that are summed; compositing 'over' has a ground", {
      path,
    });
  check.tensor(path, ground, ['b', 'h', 'w', imageShape[2]]);
  const [pictures] = ground.shape;
  if (pictures !== 1 && pictures !== batch)
    throw new RnpError(
      'RNP_SHAPE',
      `has ${pictures} pictures for ${batch} images; give one for each, or one`,
      { path },
    );
}

/** @throws RnpError RNP_SHAPE unless these are children of the first levels of `batch` trees, top first */
export function requireInferred(
  path: string,
  inferred: readonly InferredLevel[],
  { childrenPerLevel, latent }: DecoderConfig,
  batch: number,
): void {
  const depth = childrenPerLevel.length;
  if (!Array.isArray(inferred) || inferred.length > depth) {
    throw new RnpError('RNP_SHAPE', `must be a list of at most ${depth}, top first`, { path });
  }
  let n = batch;
  inferred.forEach((level: InferredLevel, k) => {
    const t = childrenPerLevel[k]!;
    check.object(`${path}[${k}]`, level);
    check.tensor(`${path}[${k}].states`, level.states, [n, t, latent]);
    check.tensor(`${path}[${k}].actions`, level.actions, [n, t, 6]);
    n *= t;
  });
}

/** @throws RnpError RNP_SHAPE unless these are drawings that are alive */
export function requireRendering(rendering: Rendering): void {
  check.object('rendering', rendering);
  check.tensor('rendering.canvas', rendering.canvas, ['b', 'h', 'w', 'c']);
  if (!Array.isArray(rendering.levels)) {
    throw new RnpError('RNP_SHAPE', 'must be a list, top first', { path: 'rendering.levels' });
  }
  rendering.levels.forEach((level, k) => {
    check.object(`rendering.levels[${k}]`, level);
    check.tensor(`rendering.levels[${k}].canvases`, level.canvases, ['n', 'h', 'w', 'c']);
    check.tensor(`rendering.levels[${k}].energy`, level.energy, ['n']);
  });
}

/** @throws RnpError RNP_SHAPE unless these are finite, and one for each level */
export function requireLevelWeights(weights: readonly number[], levels: number): void {
  if (Array.isArray(weights) && weights.length === levels && weights.every(Number.isFinite)) return;
  throw new RnpError('RNP_SHAPE', `give ${levels} finite numbers, one per level, top first`, {
    path: 'weights',
  });
}

/** @throws RnpError RNP_SHAPE unless these are parameters by name */
export function requireParameters(params: Readonly<Record<string, tf.Tensor>>): void {
  check.object('params', params);
}
