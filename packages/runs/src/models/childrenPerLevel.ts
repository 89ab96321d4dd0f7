import { isRnp, type Model, type Network } from '@rnp/vae';

/** Parts per program at each level, top first; empty for a model without parts. */
export function childrenPerLevelOf(model: Model<Network>): readonly number[] {
  return isRnp(model) ? model.config.childrenPerLevel : [];
}
