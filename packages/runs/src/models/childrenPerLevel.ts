import { isRnp, type Model, type Network } from '@rnp/vae';
import { isModel } from './modelLooks.js';

/** Parts per program at each level, top first; empty for a model without parts. */
export function childrenPerLevelOf(model: Model<Network>): readonly number[] {
  isModel('model', model);
  return isRnp(model) ? model.config.childrenPerLevel : [];
}
