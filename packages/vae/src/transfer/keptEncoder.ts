import { RnpError } from '@rnp/errors';
import type { ImageShape } from '@rnp/recursive-decoder';
import * as tf from '@tensorflow/tfjs-core';
import { checkSetting } from '../checks.js';
import { requireImageShape } from '../imageShape.js';
import { Model } from '../model.js';
import type { Rnp } from '../rnp/rnp.js';
import { type RnpOptions, rnpConfig } from '../rnp/rnpConfig.js';
import { rnpNetwork } from '../rnp/rnpNetwork.js';
import { expectedShapes } from '../weightShapes.js';

/** Options of a model that takes both hypernetworks and encoder from another: nothing is new, so there is no seed and no other image shape. */
export interface KeptEncoderOptions {
  readonly encoder: 'kept';
  /** That of the other model, if it is given at all: its encoder reads no other images. */
  readonly imageShape?: ImageShape;
}

/**
 * A model of other levels with all weights and running averages of another one. Where its encoder looks at more levels of parts than before, it
 * looks at them as at images at first; averages of levels that are gone are left out.
 *
 * @param levels what differs from the donor's config; nothing that a weight depends on
 * @returns a model with copies; the donor stays as it is. The caller owns it
 * @throws RnpError RNP_CONFIG when the images have another shape; RnpError when the levels are out of range
 */
export function withKeptEncoder(
  donor: Rnp,
  levels: Pick<RnpOptions, 'childrenPerLevel' | 'scaleOffset'>,
  options: KeptEncoderOptions,
): Rnp {
  checkSetting.options('options', options, ['encoder'], ['imageShape']);
  const { imageShape = donor.config.imageShape } = options;
  requireImageShape('imageShape', imageShape);
  const read = donor.config.imageShape;
  if (String(imageShape) !== String(read)) {
    const problem = `must be [${read.join(', ')}], which the kept encoder reads, not [${imageShape}]; take a new encoder`;
    throw new RnpError('RNP_CONFIG', problem, { path: 'imageShape' });
  }
  const network = rnpNetwork(rnpConfig({ ...donor.config, ...levels }), {
    encoder: donor.config.encoder === 'custom' ? donor.network.encoder : undefined,
    leaf: donor.network.leaf,
  });
  const { parameters, runningStatistics } = donor.weights;
  const averages = Object.keys(expectedShapes(network).runningStatistics).map((name) => {
    const ofImages = name.replace(/^parts\d+\//, '');
    return [name, tf.clone(runningStatistics[name] ?? runningStatistics[ofImages]!)] as const;
  });
  return new Model(network, {
    parameters: copied(parameters),
    runningStatistics: Object.fromEntries(averages),
  });
}

function copied<T extends Readonly<Record<string, tf.Tensor>>>(tensors: T): T {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, tf.clone(tensor)])) as T;
}
