import { RnpError } from '@rnp/errors';
import type { ImageShape } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { checkSetting } from '../checks.js';
import type { Encoder, EncoderFunction } from '../encoder/encoder.js';
import type { Looks } from '../encoder/looks.js';
import type { EncoderName } from '../encoder/namedEncoder.js';
import { requireImageShape } from '../imageShape.js';
import { createRnp, type Rnp } from '../rnp/rnp.js';
import type { RnpOptions } from '../rnp/rnpConfig.js';

/** What is new in a model that takes hypernetworks from another. */
export interface NewEncoderOptions {
  /** Seeds all weights that are new. */
  readonly seed: number;
  /** Which encoder; that of the other model when left out. */
  readonly encoder?: EncoderName | Encoder | EncoderFunction;
  /** What the new encoder looks at; as that of the other model when left out, but one of your own at images alone. */
  readonly looks?: Looks;
  /** [h, w, c] of the images; those of the other model when left out. Only c cannot change: leaves draw it. */
  readonly imageShape?: ImageShape;
}

/**
 * A fresh model whose weights come from another one as far as they are wanted.
 *
 * @param config what differs from the donor's
 * @param wanted whether a parameter, by name, is the donor's
 * @returns a model with copies; the donor stays as it is. The caller owns it
 * @throws RnpError RNP_CONFIG when the images have another number of channels, or the donor's encoder is none that
 *   comes with the package and no other is given
 */
export function transferWeights(
  donor: Rnp,
  config: RnpOptions,
  wanted: (name: string) => boolean,
  options: TransferOptions,
): Rnp {
  checkSetting.options('options', options, ['seed'], ['encoder', 'looks', 'imageShape']);
  const { seed, encoder = donor.config.encoder, imageShape = donor.config.imageShape } = options;
  requireImageShape('imageShape', imageShape);
  const [channels, drawn] = [imageShape[2], donor.config.imageShape[2]];
  if (channels !== drawn) {
    const problem = `must be ${drawn}, the channels that the hypernetworks draw, not ${channels}; convert the images`;
    throw new RnpError('RNP_CONFIG', problem, { path: 'imageShape[2]' });
  }
  const named = typeof encoder === 'string';
  const { looks = named ? donor.config.looks : 'top' } = options;
  const model = createRnp(
    { ...donor.config, ...config, imageShape, looks, ...(named ? { encoder } : {}) },
    { seed, leaf: donor.network.leaf, ...(named ? {} : { encoder }) },
  );
  const { parameters, runningStatistics } = model.weights;
  const entries = Object.entries(parameters).map(([name, own]) => {
    if (!wanted(name)) return [name, own] as const;
    own.dispose();
    return [name, tf.clone(donor.weights.parameters[name]!)] as const;
  });
  model.replaceWeights({ parameters: Object.fromEntries(entries), runningStatistics });
  return model;
}

interface TransferOptions extends Omit<NewEncoderOptions, 'encoder'> {
  readonly encoder?: NewEncoderOptions['encoder'] | 'custom';
}
