import { customLeaf } from '@rnp/recursive-decoder';
import { checkSetting } from '../checks.js';
import { initWeights } from '../initWeights.js';
import { Model } from '../model.js';
import type { Weights } from '../weights.js';
import { type RnpOptions, rnpConfig } from './rnpConfig.js';
import { type RnpNetwork, type RnpParts, rnpNetwork } from './rnpNetwork.js';

/** A model whose decoder runs programs. */
export type Rnp = Model<RnpNetwork>;

export interface CreateRnpOptions extends RnpParts {
  /** Seeds the weights. */
  readonly seed?: number;
  /** Weights to use instead of fresh ones; the model owns them from now on. */
  readonly weights?: Weights;
}

/**
 * A Recursive Neural Program: a variational autoencoder whose decoder runs programs (paper, Fig. 5).
 *
 * @example
 * await useBackend('wasm');
 * const model = createRnp({ latent: 16, childrenPerLevel: [4, 4] }, { seed: 1 });
 * for await (const event of train(model, data, { steps: 500 })) console.log(event.type, event.step);
 *
 * @throws RnpError RNP_CONFIG naming the setting that is wrong
 */
export function createRnp(options: RnpOptions = {}, made: CreateRnpOptions = {}): Rnp {
  checkSetting.object('config', options);
  checkSetting.options('options', made, [], ['seed', 'weights', 'encoder', 'leaf']);
  const { seed = 1, weights, encoder, leaf } = made;
  const config = rnpConfig({
    ...options,
    ...(encoder === undefined ? {} : { encoder: 'custom' }),
    ...(leaf === undefined ? {} : { leaf: customLeaf(leaf) }),
  });
  const network = rnpNetwork(config, { encoder, leaf });
  return new Model(network, weights ?? initWeights(network, seed));
}
