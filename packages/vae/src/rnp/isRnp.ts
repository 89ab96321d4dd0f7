import type { Model } from '../model.js';
import { kindOf } from '../ownPart.js';
import type { RnpNetwork } from './rnpNetwork.js';

/** Whether the model's decoder runs programs, so that its drawings have parts; decided by the spec of its network. */
export function isRnp(model: unknown): model is Model<RnpNetwork> {
  const { network } = (model ?? {}) as Partial<Model>;
  return typeof network === 'object' && network !== null && kindOf(network) === 'rnp';
}
