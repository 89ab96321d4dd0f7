import { requireRnp } from '../requireModel.js';
import type { Rnp } from '../rnp/rnp.js';
import { type NewEncoderOptions, transferWeights } from './transferWeights.js';

/**
 * A model with the hypernetworks of another model and a new encoder from `seed`, to explain other images with the
 * learned parts (Fig. 3B). Train it with `frozen: ['decoder/']`, so that only the encoder adapts.
 *
 * @returns a model with copies; the given one stays the caller's, as it is. The caller owns both
 * @throws RnpError RNP_CONFIG when the images have another number of channels, or the model's encoder is one of its
 *   own and none is given
 *
 * @example
 * const adapted = withNewEncoder(model, { seed: 1 });
 * for await (const event of train(adapted, unseen, { steps: 500, frozen: ['decoder/'] })) console.log(event.type);
 */
export function withNewEncoder(model: Rnp, options: NewEncoderOptions): Rnp {
  requireRnp(model);
  return transferWeights(model, {}, (name) => name.startsWith('decoder/'), options);
}

/**
 * The same with a new H_policy, too: the appearance of the parts is kept, their places are learned again (Fig. 3C:
 * ETH-80 → Fashion-MNIST). Train it with `frozen: ['decoder/state/']`, so that encoder and H_policy learn.
 *
 * @returns as `withNewEncoder`
 * @throws RnpError as `withNewEncoder`
 */
export function withNewEncoderAndPolicy(model: Rnp, options: NewEncoderOptions): Rnp {
  requireRnp(model);
  return transferWeights(model, {}, (name) => /^decoder\/(state|ground)\//.test(name), options);
}
