import { RnpError } from '@rnp/errors';
import { checkSetting } from '../checks.js';
import { requireRnp } from '../requireModel.js';
import type { Rnp } from '../rnp/rnp.js';
import type { RnpOptions } from '../rnp/rnpConfig.js';
import { type KeptEncoderOptions, withKeptEncoder } from './keptEncoder.js';
import { type NewEncoderOptions, transferWeights } from './transferWeights.js';

/**
 * The lower levels of a deeper model, unchanged: a part becomes a whole image (Fig. 4C: three levels draw pairs, and the
 * lower two of them draw single digits). The leaves' patches stay; the images may be smaller, because frames have no
 * pixels.
 *
 * @param count how many levels are kept, 1 … depth − 1
 * @param options a new encoder, to find programs of former parts; or `encoder: 'kept'`, to draw programs of parts
 *   alone (Fig. 2B, 2D)
 * @returns a model with copies that the caller owns; train it with `frozen: ['decoder/']`
 * @throws RnpError RNP_CONFIG when there are no such levels, when a kept encoder is to read images of another shape,
 *   and as `withNewEncoder`
 */
export function lowerLevels(model: Rnp, count: number, options: NewEncoderOptions | KeptEncoderOptions): Rnp {
  requireRnp(model);
  checkSetting.object('options', options);
  const { childrenPerLevel, scaleOffset } = model.config;
  if (childrenPerLevel.length === 1) {
    throw new RnpError('RNP_CONFIG', 'a model of one level has no lower ones', { path: 'count' });
  }
  checkSetting.wholeNumber('count', count, 1, childrenPerLevel.length - 1);
  const levels = { childrenPerLevel: childrenPerLevel.slice(-count), scaleOffset: scaleOffset.slice(-count) };
  return atLevels(model, levels, options);
}

/** The level that is put on top. */
export interface TopLevel {
  /** Parts of a whole image. */
  readonly children: number;
  /** Added to the scales of these parts; larger draws smaller ones. The former top level's when left out. */
  readonly scaleOffset?: number;
}

/** The level that is put on top, beside what `withNewEncoder` takes or `encoder: 'kept'`. */
export type DeeperOptions = TopLevel & (NewEncoderOptions | KeptEncoderOptions);

/**
 * A model with one more level on top. Its hypernetworks, which all levels share, start as those of the shallower model:
 * training one depth at a time takes less time than all at once (paper, Methods). The encoder is new, because it must
 * find programs of a new level; with `encoder: 'kept'` it continues from its weights, on images of the same shape.
 *
 * @returns a model with copies that the caller owns
 * @throws RnpError RNP_CONFIG when a kept encoder is to read images of another shape, and as `withNewEncoder`;
 *   RnpError when children or scaleOffset are out of range
 */
export function deeper(model: Rnp, top: DeeperOptions): Rnp {
  requireRnp(model);
  checkSetting.object('options', top);
  const { config } = model;
  const { children, scaleOffset = config.scaleOffset[0]!, ...options } = top;
  const levels = {
    childrenPerLevel: [children, ...config.childrenPerLevel],
    scaleOffset: [scaleOffset, ...config.scaleOffset],
  };
  return atLevels(model, levels, options);
}

/** The levels share their hypernetworks, so no weight belongs to a depth. */
function atLevels(
  model: Rnp,
  levels: Pick<RnpOptions, 'childrenPerLevel' | 'scaleOffset'>,
  options: NewEncoderOptions | KeptEncoderOptions,
): Rnp {
  return options.encoder === 'kept'
    ? withKeptEncoder(model, levels, options)
    : transferWeights(model, levels, (name) => name.startsWith('decoder/'), options);
}
