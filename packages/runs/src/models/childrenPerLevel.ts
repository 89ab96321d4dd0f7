import { type Model, type Network, Rnp } from '@rnp/vae';

/** Parts per program at each level, top first; empty for a model without parts. */
export function childrenPerLevelOf(model: Model<Network>): readonly number[] {
  return model instanceof Rnp ? model.config.childrenPerLevel : [];
}
