import type { Model } from './model.js';
import { kindOf } from './ownPart.js';
import type { RnpNetwork } from './rnpNetwork.js';

/** Whether this is a model whose decoder runs programs, so that what it draws has parts: by what its network was built from. */
export function isRnp(model: unknown): model is Model<RnpNetwork> {
  const { network } = (model ?? {}) as Partial<Model>;
  return typeof network === 'object' && network !== null && kindOf(network) === 'rnp';
}
