import { type ConvVaeConfig, convVaeNetwork } from '../convVae.js';
import { ModelError } from '../errors.js';
import type { ModelKind } from '../files/modelConfig.js';
import type { Model } from '../model.js';
import type { Network } from '../network.js';
import { isOfConfig } from '../ofConfig.js';
import { Rnp } from '../rnp.js';
import { type RnpConfig, rnpConfig } from '../rnpConfig.js';
import { rnpNetwork } from '../rnpNetwork.js';

/** What a worker builds its network from; plain JSON. */
export interface NetworkRecipe {
  readonly kind: ModelKind;
  readonly config: RnpConfig | ConvVaeConfig;
}

/**
 * How to build a model's network again.
 *
 * @throws ModelError RNP_CONFIG when its config does not say: functions do not travel to a worker
 */
export function recipeOf(model: Model): NetworkRecipe {
  const { config } = model.network as Network & { readonly config?: RnpConfig | ConvVaeConfig };
  const own = isOfConfig(model.network) ? ownPart(config) : 'decoder';
  if (config === undefined || own !== null) {
    const problem = `a network with a part of your own (${own}) cannot be built again in a worker; use workers: 1`;
    throw new ModelError('RNP_CONFIG', problem, own ?? undefined);
  }
  return { kind: model instanceof Rnp ? 'rnp' : 'conv-vae', config };
}

/** Which part of a network its config does not hold. */
function ownPart(config: RnpConfig | ConvVaeConfig | undefined): 'encoder' | 'leaf' | 'decoder' | null {
  if (config === undefined) return 'decoder';
  if (config.encoder === 'custom') return 'encoder';
  return 'leaf' in config && config.leaf.kind === 'custom' ? 'leaf' : null;
}

export function networkOf({ kind, config }: NetworkRecipe): Network {
  return kind === 'rnp'
    ? rnpNetwork(rnpConfig(config as RnpConfig))
    : convVaeNetwork(config as ConvVaeConfig);
}
