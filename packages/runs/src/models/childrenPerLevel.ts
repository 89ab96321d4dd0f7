import { isRnp, type Model, type Network } from '@rnp/vae';
import { isModel } from './modelLooks.js';

/** The number of parts per program at each level, top level first; empty for a model without parts. */
export function childrenPerLevelOf(model: Model<Network>): readonly number[] {
  isModel('model', model);
  return isRnp(model) ? model.config.childrenPerLevel : [];
}
