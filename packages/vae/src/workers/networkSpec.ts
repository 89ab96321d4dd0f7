import { RnpError } from '@rnp/errors';
import { convVaeNetwork } from '../baseline/convVae.js';
import type { Network, NetworkSpec } from '../network.js';
import { untoldPart } from '../ownPart.js';
import { rnpConfig } from '../rnp/rnpConfig.js';
import { rnpNetwork } from '../rnp/rnpNetwork.js';

/**
 * What a worker builds a network from again.
 *
 * @throws RnpError RNP_CONFIG when its spec does not say: functions do not travel to a worker
 */
export function specForWorkers(network: Network): NetworkSpec {
  const own = untoldPart(network);
  if (own === null) return network.spec!;
  const problem = `a network with a part of your own (${own}) cannot be built again in a worker; use workers: 1`;
  throw new RnpError('RNP_CONFIG', problem, { path: own });
}

export function networkOf(spec: NetworkSpec): Network {
  return spec.kind === 'rnp' ? rnpNetwork(rnpConfig(spec.config)) : convVaeNetwork(spec.config);
}
