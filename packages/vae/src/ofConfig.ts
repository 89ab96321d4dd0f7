import type { Network } from './network.js';

/** Networks as a config builds them. A copy with another encoder or decoder is none, though it has the same config. */
const built = new WeakSet<Network>();

/** Notes that this network is what its config says. */
export function ofConfig<N extends Network>(network: N): N {
  built.add(network);
  return network;
}

/** Whether a network is what its config says, so that the config is enough to build it again. */
export function isOfConfig(network: Network): boolean {
  return built.has(network);
}
