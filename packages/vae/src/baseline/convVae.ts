import { checkSetting } from '../checks.js';
import { namedEncoder } from '../encoder/namedEncoder.js';
import { initWeights } from '../initWeights.js';
import { Model } from '../model.js';
import type { Network, NetworkSpec } from '../network.js';
import type { Weights } from '../weights.js';
import { convDecoder } from './convDecoder.js';
import { type ConvVaeConfig, checkConvVaeConfig, defaultConvVaeConfig } from './convVaeConfig.js';

export interface ConvVaeNetwork extends Network {
  readonly spec: NetworkSpec & { readonly kind: 'conv-vae' };
}

/** The baseline's network. @throws RnpError RNP_CONFIG naming the setting */
export function convVaeNetwork(config: ConvVaeConfig): ConvVaeNetwork {
  checkConvVaeConfig(config);
  const { imageShape, latent, noiseScale } = config;
  const built = { encoder: namedEncoder(config.encoder, imageShape, latent), decoder: convDecoder(config) };
  return { spec: { kind: 'conv-vae', config }, imageShape, latent, noiseScale, ...built, built };
}

/** A convolutional VAE with fresh weights from `seed`, or with the given ones. */
export function createConvVae(
  config: Partial<ConvVaeConfig> = {},
  made: { readonly seed?: number; readonly weights?: Weights } = {},
): Model<ConvVaeNetwork> {
  checkSetting.options('options', made, [], ['seed', 'weights']);
  const { seed = 1, weights } = made;
  checkSetting.object('config', config);
  const network = convVaeNetwork({ ...defaultConvVaeConfig, ...config });
  return new Model(network, weights ?? initWeights(network, seed));
}
