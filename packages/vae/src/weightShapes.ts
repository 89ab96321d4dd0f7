import { prefixed, type Shapes } from '@rnp/nn';
import type { Network } from './network.js';
import { requireNetwork } from './requireNetwork.js';

/** The shapes of all weights of a network. */
export interface WeightShapes {
  readonly parameters: Shapes;
  readonly runningStatistics: Shapes;
}

/** A training asks for a network's shapes at every step. */
const known = new WeakMap<Network, WeightShapes>();

/**
 * What the weights of a network must look like, under the names that `Weights` has.
 *
 * @throws RnpError RNP_CONFIG if it is not a network
 */
export function expectedShapes(network: Network): WeightShapes {
  requireNetwork(network);
  const before = known.get(network);
  if (before !== undefined) return before;
  const shapes = {
    parameters: {
      ...prefixed(network.encoder.shapes, 'encoder'),
      ...prefixed(network.decoder.shapes, 'decoder'),
    },
    runningStatistics: network.encoder.runningShapes,
  };
  known.set(network, shapes);
  return shapes;
}
