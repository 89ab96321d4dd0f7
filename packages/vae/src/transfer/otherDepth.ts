import { ModelError } from '../errors.js';
import type { Rnp } from '../rnp.js';
import { type NewEncoderOptions, transplant } from './transplant.js';

const ofDecoder = (name: string): boolean => name.startsWith('decoder/');

/**
 * The lower levels of a deeper model, unchanged, with a new encoder: what was a part becomes a whole image (Fig. 4C:
 * the lower two of the three levels that draw pairs draw single digits). The leaves' patches stay, the images
 * may be smaller: frames have no pixels.
 *
 * @param count how many levels are kept, 1 … depth − 1
 * @returns a model with copies that the caller owns; train it with `frozen: ['decoder/']`
 * @throws ModelError RNP_CONFIG when there are no such levels, and as `withNewEncoder`
 */
export function lowerLevels(model: Rnp, count: number, options: NewEncoderOptions): Rnp {
  const { steps, scaleOffset } = model.config;
  if (!Number.isSafeInteger(count) || count < 1 || count >= steps.length) {
    const range =
      steps.length > 1
        ? `must be a whole number from 1 to ${steps.length - 1}, not ${count}`
        : 'a model of one level has no lower ones';
    throw new ModelError('RNP_CONFIG', range, 'count');
  }
  const levels = { steps: steps.slice(-count), scaleOffset: scaleOffset.slice(-count) };
  return transplant(model, levels, ofDecoder, options);
}

/** The level that is put on top, beside what `withNewEncoder` takes. */
export interface DeeperOptions extends NewEncoderOptions {
  /** Parts of a whole image. */
  readonly steps: number;
  /** Added to the scales of these parts; larger draws smaller ones. The former top level's when left out. */
  readonly scaleOffset?: number;
}

/**
 * A model with one level more on top whose hypernetworks begin as the shallower one's, which all levels share: one
 * depth at a time takes less time than all at once (paper, Methods). The encoder is new: it looks for programs of a
 * level that was not there.
 *
 * @returns a model with copies that the caller owns
 * @throws ModelError as `withNewEncoder`; DecoderConfigError when steps or scaleOffset are out of range
 */
export function deeper(model: Rnp, { steps, scaleOffset, ...options }: DeeperOptions): Rnp {
  const { config } = model;
  const levels = {
    steps: [steps, ...config.steps],
    scaleOffset: [scaleOffset ?? config.scaleOffset[0]!, ...config.scaleOffset],
  };
  return transplant(model, levels, ofDecoder, options);
}
